import type { PredictionsHeader } from '@assay/contracts';
import { createRandom } from '@assay/metrics';
import type { PredictionColumns } from '~/columns/predictionColumns';

const HEADER: PredictionsHeader = {
  version: 1,
  task: 'probe',
  datasetDigest: 'd'.repeat(64),
  split: 'test',
  classes: [],
  scores: 'probability',
  threshold: null,
  protocol: { name: 'p', parameters: {} },
};

/** Columns of given labels and scores a picture. */
export function columnsOf(
  classes: string[],
  rows: readonly { label: number; scores: readonly number[]; group?: number }[],
  more: Partial<PredictionColumns> & { header?: PredictionsHeader } = {},
): PredictionColumns {
  const groups = rows.map(({ group }) => group);
  return {
    kind: 'classes',
    paths: rows.map((_, row) => `${row}.png`),
    scores: Float64Array.from(rows.flatMap(({ scores }) => scores)),
    labels: Int32Array.from(rows, ({ label }) => label),
    groups: groups.every((group) => group !== undefined) ? Int32Array.from(groups) : null,
    pictures: new Uint8Array(32 * rows.length).fill(1),
    maps: null,
    has: { boxes: false, masks: false },
    ...more,
    header: { ...HEADER, ...more.header, classes },
  };
}

/** Probabilities of three classes that lean to the true one, with equal scores among them and parts of four pictures. */
export function randomColumns(pictures: number, hasGroups: boolean): PredictionColumns {
  const random = createRandom(7);
  const rows = Array.from({ length: pictures }, (_, row) => {
    const label = Math.floor(random() * 3);
    // Steps of a tenth make equal scores.
    const raw = [0, 1, 2].map((index) => Math.ceil(random() * 10) + (index === label ? 4 : 0));
    const sum = raw.reduce((total, value) => total + value, 0);
    const scores = raw.map((value) => value / sum);
    return { label, scores, ...(hasGroups ? { group: Math.floor(row / 4) } : {}) };
  });
  return columnsOf(['good', 'dent', 'scratch'], rows);
}
