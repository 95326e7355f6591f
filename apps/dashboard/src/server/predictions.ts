import 'server-only';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Prediction, PredictionsHeader } from '@assay/contracts';
import type { ArtifactStore } from '@assay/store';

const unzip = promisify(gunzip);

export type Predictions = { header: PredictionsHeader; lines: Prediction[] };

/** An artifact never changes, so what was read stays true; the few that a reader pages through are kept. */
const KEPT_MAX = 4;
const kept = new Map<string, Promise<Predictions>>();

export function readPredictions(artifacts: ArtifactStore, digest: string): Promise<Predictions> {
  const found = kept.get(digest) ?? parse(artifacts, digest);
  kept.delete(digest);
  kept.set(digest, found);
  found.catch(() => kept.delete(digest));
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  return found;
}

async function parse(artifacts: ArtifactStore, digest: string): Promise<Predictions> {
  const text = (await unzip(await artifacts.read(digest))).toString('utf8');
  const [first, ...rest] = text.split('\n').filter((line) => line.length > 0);
  return {
    header: PredictionsHeader.parse(JSON.parse(first ?? 'null')),
    lines: rest.map((line) => Prediction.parse(JSON.parse(line))),
  };
}
