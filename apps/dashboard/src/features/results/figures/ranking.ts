import { type ThresholdCounts, type ThresholdFigures, thresholdCounts } from '@assay/metrics';
import { NO_LABEL, type PredictionColumns } from '~/columns/predictionColumns';
import { isPositive, type Question, scoreFor } from './questions';

/** The labelled pictures as one question sees them; everything that a threshold moves is read from it. M pictures. */
export type Ranking = {
  /** [M] rows of the columns. */
  rows: Uint32Array<ArrayBuffer>;
  /** [M] 1 is positive. */
  labels: Uint8Array<ArrayBuffer>;
  /** [M] larger is more positive. */
  scores: Float64Array<ArrayBuffer>;
  /** [M], null when every picture stands for itself. */
  groups: Int32Array<ArrayBuffer> | null;
  /** Rows of the positives, lowest score first. */
  positives: Uint32Array<ArrayBuffer>;
  /** Rows of the negatives, lowest score first. */
  negatives: Uint32Array<ArrayBuffer>;
  counts: ThresholdCounts;
};

/** Where a threshold puts a picture: a positive is caught or escapes, a negative is overkill or passes. */
export const CELLS = ['caught', 'escaped', 'overkill', 'passed'] as const;
export type Cell = (typeof CELLS)[number];

export function rankBy(question: Question, columns: PredictionColumns): Ranking {
  const score = scoreFor(question, columns);
  const rows = Uint32Array.from(columns.labels.keys()).filter((row) => columns.labels[row] !== NO_LABEL);
  const labels = Uint8Array.from(rows, (row) => (isPositive(question, columns.labels[row] ?? NO_LABEL) ? 1 : 0));
  const scores = Float64Array.from(rows, score);
  const order = Uint32Array.from(rows.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0) || a - b);
  const side = (label: number) => order.filter((place) => labels[place] === label).map((place) => rows[place] ?? 0);
  return {
    rows,
    labels,
    scores,
    groups: columns.groups && Int32Array.from(rows, (row) => columns.groups?.[row] ?? 0),
    positives: side(1),
    negatives: side(0),
    counts: thresholdCounts(labels, scores),
  };
}

/**
 * The rows in a cell, worst first: the surest mistakes, and of right answers those that are nearest to the threshold.
 * Nothing is sorted: a threshold cuts each side in two.
 */
export function cellRows(ranking: Ranking, at: ThresholdFigures, cell: Cell): Uint32Array<ArrayBuffer> {
  const { positives, negatives } = ranking;
  if (cell === 'escaped') return positives.subarray(0, at.falseNegatives);
  if (cell === 'caught') return positives.subarray(at.falseNegatives);
  if (cell === 'overkill') return negatives.slice(at.trueNegatives).reverse();
  return negatives.slice(0, at.trueNegatives).reverse();
}

/** Both kinds of mistakes, the farthest from the threshold first. */
export function mistakeRows(
  ranking: Ranking,
  at: ThresholdFigures,
  scoreOf: (row: number) => number,
): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(at.falseNegatives + at.falsePositives);
  const escaped = cellRows(ranking, at, 'escaped');
  const overkill = cellRows(ranking, at, 'overkill');
  // Where nothing is called positive the threshold is above every score; what counts is then the score alone.
  const threshold = Number.isFinite(at.threshold) ? at.threshold : (ranking.counts.thresholds[0] ?? 0);
  const distance = (row: number | undefined) => (row === undefined ? -1 : Math.abs(scoreOf(row) - threshold));
  for (let place = 0, e = 0, o = 0; place < rows.length; place++) {
    const isEscape = distance(escaped[e]) >= distance(overkill[o]);
    rows[place] = (isEscape ? escaped[e++] : overkill[o++]) ?? 0;
  }
  return rows;
}
