import { and, asc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../database';
import { metricPoints, type StoredMetricPoint } from '../schema/metricPoints';
import { type RunMetric, runMetrics } from '../schema/runMetrics';

/** Last and best values of some runs, of all keys or the given ones, by run and key. */
export async function listRunMetrics(
  db: Database,
  params: { runs: readonly string[]; keys?: readonly string[] | undefined },
): Promise<RunMetric[]> {
  if (params.runs.length === 0) return [];
  return db
    .select()
    .from(runMetrics)
    .where(
      and(
        inArray(runMetrics.runId, [...params.runs]),
        params.keys === undefined ? undefined : inArray(runMetrics.key, [...params.keys]),
      ),
    )
    .orderBy(asc(runMetrics.runId), asc(runMetrics.key));
}

/** The keys that any of the runs has. */
export async function listMetricKeys(db: Database, params: { runs: readonly string[] }): Promise<string[]> {
  if (params.runs.length === 0) return [];
  const rows = await db
    .selectDistinct({ key: runMetrics.key })
    .from(runMetrics)
    .where(inArray(runMetrics.runId, [...params.runs]))
    .orderBy(asc(runMetrics.key));
  return rows.map((row) => row.key);
}

export type MetricCurve = { run: string; key: string; points: Omit<StoredMetricPoint, 'runId' | 'key'>[] };

/**
 * Curves of some runs, points in the order of their steps. With `pointsMax`, longer curves are thinned evenly by
 * their place in the order; the first and the last point always stay.
 */
export async function listMetricPoints(
  db: Database,
  params: {
    runs: readonly string[];
    keys?: readonly string[] | undefined;
    /** Only points after this step. */
    afterStep?: number | undefined;
    pointsMax?: number | undefined;
  },
): Promise<MetricCurve[]> {
  if (params.runs.length === 0) return [];
  const curve = sql`partition by ${metricPoints.runId}, ${metricPoints.key}`;
  const ranked = db
    .select({
      runId: metricPoints.runId,
      key: metricPoints.key,
      step: metricPoints.step,
      value: metricPoints.value,
      pictures: metricPoints.pictures,
      time: metricPoints.time,
      place: sql<number>`row_number() over (${curve} order by ${metricPoints.step})`.as('place'),
      total: sql<number>`count(*) over (${curve})`.as('total'),
    })
    .from(metricPoints)
    .where(
      and(
        inArray(metricPoints.runId, [...params.runs]),
        params.keys === undefined ? undefined : inArray(metricPoints.key, [...params.keys]),
        params.afterStep === undefined ? undefined : gt(metricPoints.step, params.afterStep),
      ),
    )
    .as('ranked');
  const rows = await db
    .select({
      runId: ranked.runId,
      key: ranked.key,
      step: ranked.step,
      value: ranked.value,
      pictures: ranked.pictures,
      time: ranked.time,
    })
    .from(ranked)
    .where(params.pointsMax === undefined ? undefined : thinned(ranked.place, ranked.total, params.pointsMax))
    .orderBy(asc(ranked.runId), asc(ranked.key), asc(ranked.step));
  const curves = new Map<string, MetricCurve>();
  for (const { runId, key, ...point } of rows) {
    const id = `${runId} ${key}`;
    const found = curves.get(id) ?? { run: runId, key, points: [] };
    curves.set(id, found);
    found.points.push(point);
  }
  return [...curves.values()];
}

/** Values of one key of one run, for those who need a single curve. */
export async function metricCurve(db: Database, params: { run: string; key: string }): Promise<MetricCurve['points']> {
  return db
    .select({
      step: metricPoints.step,
      value: metricPoints.value,
      pictures: metricPoints.pictures,
      time: metricPoints.time,
    })
    .from(metricPoints)
    .where(and(eq(metricPoints.runId, params.run), eq(metricPoints.key, params.key)))
    .orderBy(asc(metricPoints.step));
}

/** True for the places at which floor(place * max / total) goes up, which are `max` of them, and for the first. */
function thinned(place: SQL | SQL.Aliased, total: SQL | SQL.Aliased, pointsMax: number): SQL {
  return sql`(${place} = 1 or ${place} * ${pointsMax}::bigint / ${total} > (${place} - 1) * ${pointsMax}::bigint / ${total})`;
}
