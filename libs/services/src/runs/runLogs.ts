import { findRun, listRunEvents } from '@assay/store';
import type { Context } from '../context';
import type { RunLogLine } from '../types';

export type LogQuery = { run: string; afterSeq?: number | undefined; limit?: number | undefined };

/** A run's log lines in order; without `afterSeq` the newest ones. */
export async function runLogs(ctx: Pick<Context, 'db'>, query: LogQuery): Promise<RunLogLine[]> {
  const run = await findRun(ctx.db, query.run);
  const events = await listRunEvents(ctx.db, {
    run: run.id,
    kinds: ['log'],
    afterSeq: query.afterSeq,
    limit: query.limit ?? 1000,
    newest: query.afterSeq === undefined,
  });
  return events.flatMap(({ seq, attempt, event }) => {
    if (event.kind !== 'log') return [];
    const { level, message, step, time } = event;
    return [{ seq, attempt, level, message, step, time }];
  });
}
