import { digestAt, NO_LABEL, type PredictionColumns, scoresEach } from '~/columns/predictionColumns';
import type { Decisions } from './decisions';

/** One picture as it is told to a reader. */
export type RowFacts = {
  row: number;
  path: string;
  picture: string;
  heatMap: string | null;
  truth: string | null;
  called: string;
  /** Null without a label. */
  isRight: boolean | null;
  /** By which the question ranks it. */
  score: number;
  /** Of the class that it is called; the same where there are two sides. */
  calledScore: number;
  /** A score a class, in class order; none where there is one score a picture. */
  scores: { name: string; value: number; isTruth: boolean }[];
};

/** How a picture is called: by the threshold where there are two sides, else by the highest score. */
export type Caller = {
  columns: PredictionColumns;
  decisions: Decisions | null;
  scoreOf: (row: number) => number;
  isPositiveLabel: (label: number) => boolean;
  threshold: number;
  sides: { positive: string; negative: string };
};

export function describeRow(row: number, caller: Caller): RowFacts {
  const { columns, decisions, scoreOf, isPositiveLabel, threshold, sides } = caller;
  const { classes } = columns.header;
  const label = columns.labels[row] ?? NO_LABEL;
  const nameOf = (index: number) => classes[index] ?? String(index);
  const score = scoreOf(row);
  const predicted = isTwoSided(columns) ? null : (decisions?.predicted[row] ?? 0);
  const isCalled = score >= threshold;
  const isRight = predicted === null ? isCalled === isPositiveLabel(label) : predicted === label;
  const each = columns.kind === 'classes' ? scoresEach(columns) : 0;
  return {
    row,
    path: columns.paths[row] ?? '',
    picture: digestAt(columns.pictures, row) ?? '',
    heatMap: digestAt(columns.maps, row),
    truth: label === NO_LABEL ? null : nameOf(label),
    called: predicted === null ? (isCalled ? sides.positive : sides.negative) : nameOf(predicted),
    isRight: label === NO_LABEL ? null : isRight,
    score,
    calledScore: predicted === null ? score : (columns.scores[row * each + predicted] ?? 0),
    scores: Array.from({ length: each }, (_, index) => ({
      name: nameOf(index),
      value: columns.scores[row * each + index] ?? 0,
      isTruth: index === label,
    })),
  };
}

/** Whether a threshold decides between all that there is; with more classes the highest score decides. */
export function isTwoSided({ kind, header }: Pick<PredictionColumns, 'kind' | 'header'>): boolean {
  return kind === 'anomaly' || header.classes.length <= 2;
}
