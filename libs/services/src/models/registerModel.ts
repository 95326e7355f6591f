import { Name, parseOrExplain } from '@assay/contracts';
import {
  ensureModel,
  findRun,
  insertModelVersion,
  listModelVersionsOfRun,
  listRunMetrics,
  lockModel,
  recordAudit,
} from '@assay/store';
import type { Context } from '../context';
import { modelOfRun } from './bundle';

/**
 * Registers a run's model under a name's next version. Registering the same run again gives its version again.
 * @throws InputError when the run did not succeed or has no model
 */
export async function registerModel(
  ctx: Context,
  request: { run: string; name: string },
): Promise<{ name: string; version: number; run: string; isNew: boolean }> {
  const name = parseOrExplain(Name, request.name, '--name');
  const run = await findRun(ctx.db, request.run);
  const bundleDigest = await modelOfRun(ctx, run);
  const metrics = await listRunMetrics(ctx.db, { runs: [run.id] });
  const createdBy = ctx.actor.name;
  return ctx.db.transaction(async (tx) => {
    const model = await ensureModel(tx, { name, createdBy });
    await lockModel(tx, model.id);
    const existing = (await listModelVersionsOfRun(tx, run.id)).find((version) => version.modelId === model.id);
    if (existing) return { name, version: existing.version, run: run.id, isNew: false };
    const { version } = await insertModelVersion(tx, {
      modelId: model.id,
      runId: run.id,
      bundleDigest,
      metrics: Object.fromEntries(metrics.map((metric) => [metric.key, metric.last])),
      createdBy,
    });
    const subject = `${name}@${version}`;
    await recordAudit(tx, { actor: createdBy, action: 'model.register', subject, detail: { run: run.id } });
    return { name, version, run: run.id, isNew: true };
  });
}
