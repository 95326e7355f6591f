import { InputError, Name, parseOrExplain, WeightsFacts } from '@assay/contracts';
import { getWeights, insertWeights, listWeights as queryWeights, recordAudit, type Weights } from '@assay/store';
import type { Context } from '../context';
import type { WeightsSummary } from '../types';

export type NewWeights = { name: string; digest: string; bytes: number; facts: WeightsFacts };

/**
 * Keeps an artifact of weights under a name of its own. The same weights under the same name again are no mistake.
 *
 * @throws InputError when other weights have the name
 */
export async function registerWeights(
  ctx: Pick<Context, 'db' | 'actor'>,
  request: NewWeights,
): Promise<WeightsSummary & { isNew: boolean }> {
  const { digest, bytes } = request;
  const name = parseOrExplain(Name, request.name, '--name');
  const facts = parseOrExplain(WeightsFacts, request.facts, `weights ${name}`);
  const createdBy = ctx.actor.name;
  return ctx.db.transaction(async (tx) => {
    const made = await insertWeights(tx, { name, digest, bytes, facts, createdBy });
    if (made) {
      await recordAudit(tx, { actor: createdBy, action: 'weights.import', subject: name, detail: { digest } });
      return { ...summaryOf(made), isNew: true };
    }
    const existing = await getWeights(tx, name);
    if (existing?.digest === digest) return { ...summaryOf(existing), isNew: false };
    throw nameTaken(name);
  });
}

/** @throws InputError when other weights than those of the digest have the name */
export async function requireFreeName(ctx: Pick<Context, 'db'>, name: string, digest: string): Promise<void> {
  const existing = await getWeights(ctx.db, name);
  if (existing && existing.digest !== digest) throw nameTaken(name);
}

function nameTaken(name: string): InputError {
  return new InputError({
    where: '--name',
    found: `there are other weights called "${name}"`,
    fix: 'choose another name: stored weights never change, since runs rest on them',
  });
}

/** By name. */
export async function listWeights(ctx: Pick<Context, 'db'>): Promise<WeightsSummary[]> {
  return (await queryWeights(ctx.db)).map(summaryOf);
}

function summaryOf({ name, digest, bytes, facts, createdAt, createdBy }: Weights): WeightsSummary {
  return { name, digest, bytes, ...facts, createdAt, createdBy };
}
