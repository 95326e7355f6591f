import type { ArtifactKind, MetricPoint } from '@assay/contracts';
import { eq } from 'drizzle-orm';
import type { Database } from '../database';
import { one } from '../queries/one';
import { runArtifacts } from '../schema/runArtifacts';
import type { ResultProtocol } from '../schema/runMetrics';
import { runs } from '../schema/runs';
import { CHANNELS, notify } from './channels';
import { writeMetricPoints } from './writeMetrics';

/** What is found of a run after it has ended, from the results of several. */
export type LateResults = {
  run: string;
  datasetDigest: string;
  protocol: ResultProtocol;
  points: readonly MetricPoint[];
  artifact: { kind: ArtifactKind; name: string; step: number; digest: string; bytes: number };
};

/**
 * Stores figures and an artifact of a run that nobody holds any more; what is there under the same key, name and step is
 * replaced, so that it may happen twice.
 */
export async function recordResults(tx: Database, { run, artifact, ...figures }: LateResults): Promise<void> {
  await writeMetricPoints(tx, { run, ...figures });
  const { digest, bytes } = artifact;
  await tx
    .insert(runArtifacts)
    .values({ runId: run, ...artifact })
    .onConflictDoUpdate({
      target: [runArtifacts.runId, runArtifacts.kind, runArtifacts.name, runArtifacts.step],
      set: { digest, bytes },
    });
  const { lastSeq } = one(await tx.select({ lastSeq: runs.lastSeq }).from(runs).where(eq(runs.id, run)));
  await notify(tx, CHANNELS.runEvents, JSON.stringify({ run, seq: lastSeq }));
}
