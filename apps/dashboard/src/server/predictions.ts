import 'server-only';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Prediction, PredictionsHeader, parseOrExplain } from '@assay/contracts';
import type { ArtifactStore } from '@assay/store';
import { keepRecent } from './keepRecent';

const unzip = promisify(gunzip);

export type Predictions = { header: PredictionsHeader; lines: Prediction[] };

/** The few that a reader pages through. */
const recent = keepRecent<Predictions>(4);

export function readPredictions(artifacts: ArtifactStore, digest: string): Promise<Predictions> {
  return recent(digest, () => parse(artifacts, digest));
}

async function parse(artifacts: ArtifactStore, digest: string): Promise<Predictions> {
  const text = (await unzip(await artifacts.read(digest))).toString('utf8');
  const [first, ...rest] = text.split('\n').filter((line) => line.length > 0);
  return {
    header: parseOrExplain(PredictionsHeader, JSON.parse(first ?? 'null'), 'line 1'),
    lines: rest.map((line) => Prediction.parse(JSON.parse(line))),
  };
}
