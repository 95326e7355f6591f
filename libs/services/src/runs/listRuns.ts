import { parseOrExplain, RunStatus } from '@assay/contracts';
import { findExperiment, listRuns as queryRuns } from '@assay/store';
import type { Context } from '../context';
import type { RunSummary } from '../types';
import { summariseRuns } from './summary';
import { type Candidate, compareBy, parseWhere } from './where';

export type RunQuery = {
  experiment?: string | undefined;
  status?: string | undefined;
  /** See parseWhere. */
  where?: string | undefined;
  /** A field, a figure or a config path; a leading minus turns the order round. Newest first when not given. */
  sort?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
};

/** As many runs as a condition is tried on. */
const SCANNED_MAX = 10_000;

/** @throws InputError when the experiment is not there or a condition cannot be read */
export async function listRuns(ctx: Pick<Context, 'db'>, query: RunQuery = {}): Promise<RunSummary[]> {
  const matches = query.where === undefined ? undefined : parseWhere(query.where);
  const status = query.status === undefined ? undefined : parseOrExplain(RunStatus, query.status, '--status');
  const experiment = query.experiment === undefined ? undefined : await findExperiment(ctx.db, query.experiment);
  const { limit = 100, offset = 0 } = query;
  const isScan = matches !== undefined || query.sort !== undefined;
  const rows = await queryRuns(ctx.db, {
    experimentId: experiment?.id,
    statuses: status === undefined ? undefined : [status],
    ...(isScan ? { limit: SCANNED_MAX } : { limit, offset }),
  });
  const summaries = await summariseRuns(ctx, rows);
  if (!isScan) return summaries;
  const configs = new Map(rows.map((row) => [row.id, row.config]));
  const candidates = summaries.flatMap((run): Candidate[] => {
    const config = configs.get(run.id);
    return config ? [{ ...run, config }] : [];
  });
  const found = matches ? candidates.filter(matches) : candidates;
  if (query.sort !== undefined) found.sort(compareBy(query.sort));
  return found.slice(offset, offset + limit).map(({ config: _config, ...run }) => run);
}
