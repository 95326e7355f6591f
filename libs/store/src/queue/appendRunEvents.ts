import type { RunEvent, StoredRunEvent } from '@assay/contracts';
import { and, desc, eq, lt, notInArray, sql } from 'drizzle-orm';
import type { Database } from '../database';
import { one } from '../queries/one';
import { runArtifacts } from '../schema/runArtifacts';
import { runEvents } from '../schema/runEvents';
import type { ResultProtocol } from '../schema/runMetrics';
import { runs } from '../schema/runs';
import { CHANNELS, notify } from './channels';
import { lockHeld, type RunLease } from './lease';
import { protocolOf, withFold } from './protocolOf';
import { writeMetricPoints } from './writeMetrics';

/**
 * Numbers and stores what a run reported, all or nothing, and tells the listeners. Metric points go to their own table
 * too, artifacts to theirs; of progress only the newest is kept. Changes of status come from the queue's functions.
 *
 * @param options.discard called for each artifact that the run no longer keeps, before that is settled: it may happen that
 *   it is kept after all, or that another one refers to it.
 * @param options.protocol how the figures of these events were measured, where that is not the task's usual way.
 * @throws LostLeaseError when the job is no longer held; nothing was stored then.
 */
export async function appendRunEvents(
  db: Database,
  lease: RunLease,
  events: readonly RunEvent[],
  options: { protocol?: ResultProtocol; discard?: (digest: string) => Promise<void> } = {},
): Promise<StoredRunEvent[]> {
  const lastProgress = events.findLastIndex((event) => event.kind === 'progress');
  const kept = events.filter((event, place) => event.kind !== 'progress' || place === lastProgress);
  if (kept.length === 0) return [];
  return db.transaction(async (tx) => {
    await lockHeld(tx, lease, 'share');
    const progress = events[lastProgress];
    const run = one(
      await tx
        .update(runs)
        .set({
          lastSeq: sql`${runs.lastSeq} + ${kept.length}`,
          ...(progress?.kind === 'progress' ? { progress: withoutKind(progress) } : {}),
        })
        .where(eq(runs.id, lease.run))
        .returning({ lastSeq: runs.lastSeq, datasetDigest: runs.datasetDigest, config: runs.config }),
    );
    const first = run.lastSeq - kept.length + 1;
    const stored = kept.map((event, place) => ({ run: lease.run, seq: first + place, attempt: lease.attempt, event }));
    await insertEvents(tx, stored);
    if (progress) await dropOlderProgress(tx, lease.run, first);
    await writeMetricPoints(tx, {
      run: lease.run,
      datasetDigest: run.datasetDigest,
      protocol: withFold(options.protocol ?? protocolOf(run.config), run.config),
      points: kept.flatMap((event) => (event.kind === 'metric' ? event.points : [])),
    });
    await upsertArtifacts(tx, lease.run, kept);
    for (const digest of await dropOlderArtifacts(tx, lease.run, kept)) await options.discard?.(digest);
    await notify(tx, CHANNELS.runEvents, JSON.stringify({ run: lease.run, seq: run.lastSeq }));
    return stored;
  });
}

/** The step that a takeover compares with; null for events that it keeps. */
function stepOf(event: RunEvent): number | null {
  switch (event.kind) {
    case 'metric':
      return event.points.reduce((highest, point) => Math.max(highest, point.step), 0);
    case 'log':
    case 'artifact':
    case 'alarm':
      return event.step;
    default:
      return null;
  }
}

async function insertEvents(tx: Database, stored: readonly StoredRunEvent[]): Promise<void> {
  const column = <T>(value: (event: StoredRunEvent) => T) => sql.param(stored.map(value));
  await tx.execute(sql`
    insert into ${runEvents} (run_id, seq, attempt, kind, step, body)
    select run_id, seq, attempt, kind, step, body::jsonb from unnest(
      ${column((row) => row.run)}::text[], ${column((row) => row.seq)}::int[], ${column((row) => row.attempt)}::int[],
      ${column((row) => row.event.kind)}::text[], ${column((row) => stepOf(row.event))}::int[],
      ${column((row) => JSON.stringify(row.event))}::text[]
    ) as t(run_id, seq, attempt, kind, step, body)`);
}

async function dropOlderProgress(tx: Database, run: string, before: number): Promise<void> {
  await tx
    .delete(runEvents)
    .where(and(eq(runEvents.runId, run), sql`${runEvents.kind} = 'progress'`, lt(runEvents.seq, before)));
}

async function upsertArtifacts(tx: Database, run: string, events: readonly RunEvent[]): Promise<void> {
  for (const event of events) {
    if (event.kind !== 'artifact') continue;
    const { artifact: kind, name, digest, bytes, step } = event;
    await tx
      .insert(runArtifacts)
      .values({ runId: run, kind, name, digest, bytes, step })
      .onConflictDoUpdate({
        target: [runArtifacts.runId, runArtifacts.kind, runArtifacts.name, runArtifacts.step],
        set: { digest, bytes, createdAt: sql`clock_timestamp()` },
      });
  }
}

/** Deletes the artifacts that are more than their kind and name keep, the older ones; answers their digests. */
async function dropOlderArtifacts(tx: Database, run: string, events: readonly RunEvent[]): Promise<string[]> {
  const dropped: string[] = [];
  for (const event of events) {
    if (event.kind !== 'artifact' || event.keep === undefined) continue;
    const { artifact: kind, name, keep } = event;
    const same = and(eq(runArtifacts.runId, run), eq(runArtifacts.kind, kind), eq(runArtifacts.name, name));
    const newest = tx
      .select({ step: runArtifacts.step })
      .from(runArtifacts)
      .where(same)
      .orderBy(desc(runArtifacts.step))
      .limit(keep);
    const rows = await tx
      .delete(runArtifacts)
      .where(and(same, notInArray(runArtifacts.step, newest)))
      .returning({ digest: runArtifacts.digest });
    dropped.push(...rows.map(({ digest }) => digest));
  }
  return dropped;
}

function withoutKind({ kind: _kind, ...progress }: Extract<RunEvent, { kind: 'progress' }>) {
  return progress;
}
