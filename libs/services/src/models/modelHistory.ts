import { InputError } from '@assay/contracts';
import { findModel, listPromotions } from '@assay/store';
import type { Context } from '../context';
import type { ModelHistory } from '../types';
import { toModelEvent } from './promoteModel';

/**
 * Who made which version live, when and why, and what was live at a time.
 * @param query.at any time that JavaScript reads; ISO 8601 without a zone is local time
 * @throws InputError when there is no such model or the time cannot be read
 */
export async function modelHistory(
  ctx: Pick<Context, 'db'>,
  query: { name: string; at?: string | Date | undefined },
): Promise<ModelHistory> {
  const model = await findModel(ctx.db, query.name);
  const at = query.at === undefined ? null : new Date(query.at);
  if (at && Number.isNaN(at.getTime())) {
    throw new InputError({ where: '--at', found: `"${query.at}" is no time`, fix: 'for instance 2026-05-01T14:30' });
  }
  const events = await listPromotions(ctx.db, { modelId: model.id, until: at ?? undefined });
  const live: ModelHistory['live'] = {};
  for (const event of events) {
    live[event.alias] = { version: event.toVersion, since: event.at, actor: event.actor, reason: event.reason };
  }
  return { name: model.name, at, live, events: events.map(toModelEvent) };
}
