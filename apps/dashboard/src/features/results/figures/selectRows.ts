import type { ThresholdFigures } from '@assay/metrics';
import { type PredictionColumns, scoresEach } from '~/columns/predictionColumns';
import type { Decisions } from './decisions';
import { cellRows, mistakeRows, type Ranking } from './ranking';
import type { Order, Selection } from './selection';

export type RowSource = {
  columns: PredictionColumns;
  ranking: Ranking;
  at: ThresholdFigures;
  /** Null where there is one score a picture. */
  decisions: Decisions | null;
  scoreOf: (row: number) => number;
};

/** The rows of a selection, worst first (of all: highest score first). Only `class` knows two orders. */
export function selectRows(
  selection: Selection,
  source: RowSource,
  order: Order,
): ArrayLike<number> & Iterable<number> {
  const { columns, ranking, at, decisions, scoreOf } = source;
  switch (selection.kind) {
    case 'all':
      return Uint32Array.from(columns.labels.keys()).sort((a, b) => scoreOf(b) - scoreOf(a) || a - b);
    case 'mistakes':
      return mistakeRows(ranking, at, scoreOf);
    case 'cell':
      return cellRows(ranking, at, selection.cell);
    case 'pair':
      return (decisions?.worstFirst ?? new Uint32Array(0)).filter(
        (row) => columns.labels[row] === selection.truth && decisions?.predicted[row] === selection.called,
      );
    case 'class':
      return classRows(selection.label, source, order);
  }
}

/**
 * The pictures of a true class. By loss: those whose true class has the lowest score, the largest loss. By confidence:
 * mistakes alone, the surest first. With one score a picture: the farthest on the wrong side of the threshold first.
 */
function classRows(label: number, source: RowSource, order: Order): Uint32Array {
  const { columns, ranking, decisions, scoreOf } = source;
  const rows = Uint32Array.from(columns.labels.keys()).filter((row) => columns.labels[row] === label);
  if (decisions === null) {
    const isPositive = ranking.labels[ranking.rows.indexOf(rows[0] ?? -1)] === 1;
    return rows.sort((a, b) => (isPositive ? 1 : -1) * (scoreOf(a) - scoreOf(b)) || a - b);
  }
  const each = scoresEach(columns);
  const score = (row: number, index: number) => columns.scores[row * each + index] ?? 0;
  const called = (row: number) => decisions.predicted[row] ?? 0;
  if (order === 'loss') return rows.sort((a, b) => score(a, label) - score(b, label) || a - b);
  return rows.filter((row) => called(row) !== label).sort((a, b) => score(b, called(b)) - score(a, called(a)) || a - b);
}
