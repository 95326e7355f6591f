import { InputError, nearest } from '@assay/contracts';
import { findModel, listPromotions, lockModel, moveAlias, type PromotionEvent, recordAudit } from '@assay/store';
import type { Context } from '../context';
import type { GateAnswer, ModelEvent, PromotionAnswer } from '../types';
import { checkGate, findModelVersion, requireOpen } from './gate';
import { standing } from './standing';

/** What a version can be promoted to. */
export const ALIASES = ['production', 'candidate'] as const;

const REASON_LENGTH_MAX = 2000;

export type PromotionRequest = {
  name: string;
  version: number;
  to?: string | undefined;
  reason: string;
  /** The test figure that is judged; the task's primary one when not given. */
  metric?: string | undefined;
};

/** Whether a promotion would be let through; changes nothing. */
export async function checkPromotion(ctx: Context, request: Omit<PromotionRequest, 'reason'>): Promise<GateAnswer> {
  const alias = checkAlias(request.to);
  const { model } = await findModelVersion(ctx.db, request);
  const evidence = await checkGate(ctx.db, { ...request, model, alias });
  return { isOpen: evidence.conditions.every(({ ok }) => ok), conditions: evidence.conditions, evidence };
}

/**
 * Makes a version live. The gate is checked under the model's lock, so that of two promotions at once the second is
 * judged against the first.
 *
 * @throws InputError when there is no reason, no such version, or a condition fails, naming it
 */
export async function promoteModel(ctx: Context, request: PromotionRequest): Promise<PromotionAnswer> {
  const alias = checkAlias(request.to);
  const reason = checkReason(request.reason);
  return ctx.db.transaction(async (tx) => {
    await lockModel(tx, (await findModel(tx, request.name)).id);
    const { model, version } = await findModelVersion(tx, request);
    const evidence = await checkGate(tx, { model, version: version.version, alias, metric: request.metric });
    requireOpen(evidence, `${model.name}@${version.version}`);
    const event = await moveAlias(tx, {
      modelId: model.id,
      alias,
      kind: 'promote',
      toVersion: version.version,
      actor: ctx.actor.name,
      reason,
      evidence,
    });
    await audit(tx, 'model.promote', model.name, event);
    return { name: model.name, event: toModelEvent(event), evidence };
  });
}

/**
 * Back to the version that was live before the present one; again for the one before that. No condition can refuse it:
 * whoever rolls back has a reason to trust the older version more.
 *
 * @throws InputError when there is no reason or nothing to go back to
 */
export async function rollbackModel(
  ctx: Context,
  request: { name: string; reason: string; to?: string | undefined },
): Promise<PromotionAnswer> {
  const alias = checkAlias(request.to);
  const reason = checkReason(request.reason);
  return ctx.db.transaction(async (tx) => {
    const model = await findModel(tx, request.name);
    await lockModel(tx, model.id);
    const stack = standing(await listPromotions(tx, { modelId: model.id, alias }));
    const previous = stack.at(-2);
    if (previous === undefined) {
      const found = stack.length === 0 ? `nothing is in ${alias}` : `no version was in ${alias} before this one`;
      throw new InputError({ where: `model ${model.name}`, found, fix: `see \`assay model history ${model.name}\`` });
    }
    const checked = await checkGate(tx, { model, version: previous, alias });
    const condition = { name: 'was live before', ok: true, detail: `version ${previous} was in ${alias} before` };
    const evidence = { ...checked, conditions: [condition] };
    const event = await moveAlias(tx, {
      modelId: model.id,
      alias,
      kind: 'rollback',
      toVersion: previous,
      actor: ctx.actor.name,
      reason,
      evidence,
    });
    await audit(tx, 'model.rollback', model.name, event);
    return { name: model.name, event: toModelEvent(event), evidence };
  });
}

export function toModelEvent(event: PromotionEvent): ModelEvent {
  const { id, kind, alias, fromVersion, toVersion, actor, reason, at, evidence } = event;
  return { id, kind, alias, from: fromVersion, to: toVersion, actor, reason, at, evidence };
}

async function audit(tx: Context['db'], action: string, name: string, event: PromotionEvent): Promise<void> {
  const { actor, alias, reason, fromVersion, toVersion } = event;
  const detail = { alias, from: fromVersion, reason };
  await recordAudit(tx, { actor, action, subject: `${name}@${toVersion}`, detail });
}

function checkAlias(alias = 'production'): (typeof ALIASES)[number] {
  const known = ALIASES.find((candidate) => candidate === alias);
  if (known) return known;
  const guess = nearest(alias, ALIASES);
  const fix = guess ? `did you mean "${guess}"?` : `one of ${ALIASES.join(', ')}`;
  throw new InputError({ where: '--to', found: `unknown alias "${alias}"`, fix });
}

function checkReason(reason: string): string {
  if (reason.trim() === '') {
    throw new InputError({ where: '--reason', found: 'empty', fix: 'say why, for those who read the history later' });
  }
  if (reason.length > REASON_LENGTH_MAX) {
    const found = `${reason.length} characters`;
    throw new InputError({ where: '--reason', found, fix: `${REASON_LENGTH_MAX} characters at most` });
  }
  return reason.trim();
}
