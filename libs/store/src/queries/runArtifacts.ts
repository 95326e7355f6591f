import type { ArtifactKind } from '@assay/contracts';
import { and, asc, desc, eq } from 'drizzle-orm';
import type { Database } from '../database';
import { type RunArtifact, runArtifacts } from '../schema/runArtifacts';

/** A run's artifacts by kind, name and step. */
export async function listRunArtifacts(
  db: Database,
  params: { run: string; kind?: ArtifactKind | undefined },
): Promise<RunArtifact[]> {
  return db
    .select()
    .from(runArtifacts)
    .where(
      and(
        eq(runArtifacts.runId, params.run),
        params.kind === undefined ? undefined : eq(runArtifacts.kind, params.kind),
      ),
    )
    .orderBy(asc(runArtifacts.kind), asc(runArtifacts.name), asc(runArtifacts.step));
}

/** The artifact of that kind (and name) with the highest step: a run's newest checkpoint, for instance. */
export async function newestRunArtifact(
  db: Database,
  params: { run: string; kind: ArtifactKind; name?: string | undefined },
): Promise<RunArtifact | undefined> {
  const rows = await db
    .select()
    .from(runArtifacts)
    .where(
      and(
        eq(runArtifacts.runId, params.run),
        eq(runArtifacts.kind, params.kind),
        params.name === undefined ? undefined : eq(runArtifacts.name, params.name),
      ),
    )
    .orderBy(desc(runArtifacts.step), desc(runArtifacts.createdAt))
    .limit(1);
  return rows[0];
}
