import { sql } from 'drizzle-orm';
import type { Database } from '../database';
import { datasetVersions } from '../schema/datasetVersions';
import { items } from '../schema/items';
import { modelVersions } from '../schema/modelVersions';
import { runArtifacts } from '../schema/runArtifacts';
import { weights } from '../schema/weights';

/**
 * Whether anything that is stored names the blob: an artifact of any run, a picture, a template or a mask of any dataset,
 * a manifest, a registered model, pretrained weights. Blobs that are named inside of others alone (heat maps in predictions) are never
 * discarded, and not looked for.
 */
export async function isArtifactReferenced(db: Database, digest: string): Promise<boolean> {
  const { rows } = await db.execute<{ found: boolean }>(sql`
    select exists (select from ${runArtifacts} where ${runArtifacts.digest} = ${digest})
        or exists (select from ${modelVersions} where ${modelVersions.bundleDigest} = ${digest})
        or exists (select from ${weights} where ${weights.digest} = ${digest})
        or exists (
          select from ${datasetVersions}
          where ${datasetVersions.digest} = ${digest} or ${datasetVersions.manifestDigest} = ${digest})
        or exists (select from ${items} where ${items.picture} = ${digest})
        or exists (
          select from ${items}
          where ${items.template} = ${digest}
             or ${items.masks} @> jsonb_build_array(jsonb_build_object('digest', ${digest}::text)))
      as found`);
  return rows[0]?.found ?? true;
}
