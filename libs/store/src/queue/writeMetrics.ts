import { type MetricPoint, metricInfo } from '@assay/contracts';
import { sql } from 'drizzle-orm';
import type { Database } from '../database';
import { metricPoints } from '../schema/metricPoints';
import { type ResultProtocol, runMetrics } from '../schema/runMetrics';

/** Stores points (a later value at the same key and step replaces the earlier) and brings the run's figures up to date. */
export async function writeMetricPoints(
  tx: Database,
  params: { run: string; datasetDigest: string; protocol: ResultProtocol; points: readonly MetricPoint[] },
): Promise<void> {
  // One statement must not touch a row twice.
  const points = [...new Map(params.points.map((point) => [`${point.key} ${point.step}`, point])).values()];
  if (points.length === 0) return;
  const column = <T>(value: (point: MetricPoint) => T) => sql.param(points.map(value));
  await tx.execute(sql`
    insert into ${metricPoints} (run_id, key, step, value, pictures, time)
    select ${params.run}, t.* from unnest(
      ${column((point) => point.key)}::text[], ${column((point) => point.step)}::int[],
      ${column((point) => point.value)}::float8[], ${column((point) => point.pictures)}::bigint[],
      ${column((point) => point.time)}::timestamptz[]
    ) as t(key, step, value, pictures, time)
    on conflict (run_id, key, step) do update
    set value = excluded.value, pictures = excluded.pictures, time = excluded.time`);
  const keys = [...new Set(points.map((point) => point.key))];
  await refreshRunMetrics(tx, { ...params, keys });
}

/** Computes last and best of some keys of a run from its points; index look-ups, not a pass over all points of a run. */
async function refreshRunMetrics(
  tx: Database,
  params: { run: string; datasetDigest: string; protocol: ResultProtocol; keys: readonly string[] },
): Promise<void> {
  const column = <T>(value: (key: string) => T) => sql.param(params.keys.map(value));
  await tx.execute(sql`
    insert into ${runMetrics} (run_id, key, direction, last, last_step, best, best_step, dataset_digest, split, protocol)
    select ${params.run}, k.key, k.direction, last.value, last.step, best.value, best.step,
      ${params.datasetDigest}, split_part(k.key, '/', 1), ${JSON.stringify(params.protocol)}::jsonb
    from unnest(${column((key) => key)}::text[], ${column((key) => metricInfo(key).direction)}::text[]) as k(key, direction)
    cross join lateral (
      select value, step from metric_points p where p.run_id = ${params.run} and p.key = k.key order by step desc limit 1
    ) last
    left join lateral (
      select value, step from metric_points p
      where p.run_id = ${params.run} and p.key = k.key and k.direction <> 'neither'
      order by case k.direction when 'smaller' then value else -value end, step limit 1
    ) best on true
    on conflict (run_id, key) do update set
      last = excluded.last, last_step = excluded.last_step, best = excluded.best, best_step = excluded.best_step,
      dataset_digest = excluded.dataset_digest, protocol = excluded.protocol`);
}

/** After points were deleted: figures without points go, the others are computed anew. */
export async function rebuildRunMetrics(tx: Database, run: string): Promise<void> {
  await tx.execute(sql`
    delete from ${runMetrics} m where m.run_id = ${run}
      and not exists (select 1 from metric_points p where p.run_id = m.run_id and p.key = m.key)`);
  await tx.execute(sql`
    update ${runMetrics} m set last = last.value, last_step = last.step, best = best.value, best_step = best.step
    from ${runMetrics} k
    cross join lateral (
      select value, step from metric_points p where p.run_id = k.run_id and p.key = k.key order by step desc limit 1
    ) last
    left join lateral (
      select value, step from metric_points p
      where p.run_id = k.run_id and p.key = k.key and k.direction <> 'neither'
      order by case k.direction when 'smaller' then value else -value end, step limit 1
    ) best on true
    where k.run_id = ${run} and m.run_id = k.run_id and m.key = k.key`);
}
