import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import { canonicalJson, Prediction, PredictionsHeader, parseOrExplain } from '@assay/contracts';
import type { Context } from '../context';

const unzip = promisify(gunzip);
/** The place of gzip's "operating system" byte; 255 = unknown, so that equal predictions have equal bytes anywhere. */
const OS_BYTE = 9;

export type Predictions = { header: PredictionsHeader; lines: Prediction[] };

/** The name of a run's artifact with the predictions on a split, or with the gathered ones of a cross-validation. */
export function predictionsName(split: PredictionsHeader['split']): string {
  return `predictions-${split}.jsonl.gz`;
}

/** JSON lines, header first, gzipped without a time: equal predictions have equal digests. */
export function encodePredictions({
  header,
  lines,
}: {
  header: PredictionsHeader;
  lines: readonly Prediction[];
}): Buffer {
  const text = [header, ...lines].map((line) => canonicalJson(line)).join('\n');
  const bytes = gzipSync(`${text}\n`, { level: 9 });
  bytes[OS_BYTE] = 255;
  return bytes;
}

/** A stored predictions artifact. */
export async function readPredictions({ artifacts }: Pick<Context, 'artifacts'>, digest: string): Promise<Predictions> {
  const text = (await unzip(await artifacts.read(digest))).toString('utf8');
  const [first, ...rest] = text.split('\n').filter((line) => line.length > 0);
  const where = `predictions ${digest.slice(0, 12)}`;
  return {
    header: parseOrExplain(PredictionsHeader, JSON.parse(first ?? 'null'), where),
    lines: rest.map((line) => parseOrExplain(Prediction, JSON.parse(line), where)),
  };
}
