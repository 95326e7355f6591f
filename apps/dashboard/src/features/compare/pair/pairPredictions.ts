import { NO_LABEL, type PredictionColumns } from '~/columns/predictionColumns';
import { decideByHighest } from '~/features/results/figures/decisions';
import { isPositive, listQuestions, ownThreshold, type Question, scoreFor } from '~/features/results/figures/questions';

/** On which pictures which of two runs is right. */
export const PAIR_CELLS = ['both', 'onlyA', 'onlyB', 'neither'] as const;
export type PairCell = (typeof PAIR_CELLS)[number];

export type Paired = {
  /** What was asked of both: the class, or whether it is a defect. */
  asked: 'class' | 'defect';
  /** Rows of the columns of each run, in the order of the first; the same place is the same picture. */
  rowsA: Uint32Array;
  rowsB: Uint32Array;
  /** Places in `rowsA` and `rowsB`. */
  cells: Record<PairCell, number[]>;
  /** Pictures of a label that only one of the two has predictions of. */
  unpaired: number;
};

/** Why two runs cannot be held against each other picture by picture. */
export type PairRefusal = 'dataset' | 'split' | 'question' | 'noPictures';

/** Sets the answers of two runs side by side, each decided by its run's own rule. */
export function pairPredictions(a: PredictionColumns, b: PredictionColumns): Paired | PairRefusal {
  if (a.header.datasetDigest !== b.header.datasetDigest) return 'dataset';
  if (a.header.split !== b.header.split) return 'split';
  const rights = rightsOf(a, b);
  if (rights === null) return 'question';
  const rowInB = new Map(b.paths.map((path, row) => [path, row]));
  const [rowsA, rowsB]: [number[], number[]] = [[], []];
  const cells: Paired['cells'] = { both: [], onlyA: [], onlyB: [], neither: [] };
  for (const [row, path] of a.paths.entries()) {
    const other = rowInB.get(path);
    if (other === undefined || a.labels[row] === NO_LABEL || b.labels[other] === NO_LABEL) continue;
    const [isA, isB] = [rights.isRightA(row), rights.isRightB(other)];
    cells[isA ? (isB ? 'both' : 'onlyA') : isB ? 'onlyB' : 'neither'].push(rowsA.length);
    rowsA.push(row);
    rowsB.push(other);
  }
  if (rowsA.length === 0) return 'noPictures';
  const unpaired = labelled(a) + labelled(b) - 2 * rowsA.length;
  return { asked: rights.asked, rowsA: Uint32Array.from(rowsA), rowsB: Uint32Array.from(rowsB), cells, unpaired };
}

type IsRight = (row: number) => boolean;

/** The same classes are asked for the class; else both must tell defects from good ones. */
function rightsOf(a: PredictionColumns, b: PredictionColumns) {
  const areClasses = a.kind === 'classes' && b.kind === 'classes';
  if (areClasses && a.header.classes.join('\n') === b.header.classes.join('\n')) {
    return { asked: 'class' as const, isRightA: byClass(a), isRightB: byClass(b) };
  }
  const [isRightA, isRightB] = [byDefect(a), byDefect(b)];
  return isRightA && isRightB ? { asked: 'defect' as const, isRightA, isRightB } : null;
}

function byClass(columns: PredictionColumns): IsRight {
  const { predicted } = decideByHighest(columns);
  return (row) => predicted[row] === columns.labels[row];
}

/** Null when the run does not tell defects from good ones, or has no threshold to do it by. */
function byDefect(columns: PredictionColumns): IsRight | null {
  const question = listQuestions(columns).find((one): one is Question & { kind: 'defect' } => one.kind === 'defect');
  const threshold = question ? ownThreshold(question, columns) : null;
  if (!question || threshold === null) return null;
  const scoreOf = scoreFor(question, columns);
  return (row) => scoreOf(row) >= threshold === isPositive(question, columns.labels[row] ?? NO_LABEL);
}

function labelled({ labels }: PredictionColumns): number {
  return labels.reduce((sum, label) => sum + (label === NO_LABEL ? 0 : 1), 0);
}
