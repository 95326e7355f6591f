import { InputError, ModelBundle, parseOrExplain } from '@assay/contracts';
import { newestRunArtifact, type RunWithExperiment } from '@assay/store';
import type { Context } from '../context';

/** A stored bundle. */
export async function readBundle(ctx: Pick<Context, 'artifacts'>, digest: string): Promise<ModelBundle> {
  const value: unknown = JSON.parse((await ctx.artifacts.read(digest)).toString('utf8'));
  return parseOrExplain(ModelBundle, value, `model ${digest.slice(0, 12)}`);
}

/** The model that a run left. @throws InputError when it has none that could predict */
export async function modelOfRun(ctx: Context, run: RunWithExperiment): Promise<string> {
  const where = `run ${run.id}`;
  if (run.task === 'pretrain') {
    throw new InputError({
      where,
      found: 'a pretraining tells no classes apart, so it is no model',
      fix: 'fine-tune from it, and register that run',
    });
  }
  if (run.status !== 'succeeded') {
    throw new InputError({ where, found: `it is ${run.status}`, fix: 'only a run that succeeded can be registered' });
  }
  const artifact = await newestRunArtifact(ctx.db, { run: run.id, kind: 'model' });
  if (!artifact) throw new InputError({ where, found: 'it left no model', fix: 'run it again with this version' });
  const bundle = await readBundle(ctx, artifact.digest);
  if (!(await ctx.artifacts.has(bundle.tensors))) {
    throw new InputError({ where, found: 'its weights are missing from the artifact store', fix: 'run it again' });
  }
  return artifact.digest;
}
