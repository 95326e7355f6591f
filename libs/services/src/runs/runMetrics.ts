import { InputError, metricInfo, nearest } from '@assay/contracts';
import { findRun, listMetricKeys, listMetricPoints } from '@assay/store';
import type { Context } from '../context';
import type { RunSeries } from '../types';

export type SeriesQuery = { run: string; keys?: readonly string[] | undefined; pointsMax?: number | undefined };

/** A run's curves, of all keys or the given ones. @throws InputError for a key that it does not have */
export async function runMetrics(
  ctx: Pick<Context, 'db'>,
  query: SeriesQuery,
): Promise<{ run: string; series: RunSeries[] }> {
  const run = await findRun(ctx.db, query.run);
  const known = await listMetricKeys(ctx.db, { runs: [run.id] });
  const unknown = query.keys?.find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const guess = nearest(unknown, known);
    throw new InputError({
      where: '--key',
      found: `run ${run.id} has no figure "${unknown}"`,
      fix: guess ? `did you mean "${guess}"?` : known.length > 0 ? `it has ${known.join(', ')}` : 'it has none yet',
    });
  }
  const curves = await listMetricPoints(ctx.db, { runs: [run.id], keys: query.keys, pointsMax: query.pointsMax });
  return { run: run.id, series: curves.map(({ key, points }) => ({ key, ...metricInfo(key), points })) };
}
