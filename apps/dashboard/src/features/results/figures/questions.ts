import { type PredictionColumns, scoresEach } from '~/columns/predictionColumns';

/**
 * What a threshold decides: something (positive) against all the rest. `defect` sets everything that is not good against
 * the good class; `class` one class against the others.
 */
export type Question =
  | { id: 'defect'; kind: 'defect'; good: number }
  | { id: `class-${number}`; kind: 'class'; positive: number };

/** What the class of sound pictures is called, by the layouts that Assay reads and by most others. */
const GOOD_NAMES = ['good', 'sound', 'ok', 'normal', 'no defect', 'no_defect', 'defect-free', 'free', 'functional'];

/** The class of sound pictures by its name; null when no class has such a name. */
export function findGoodClass(classes: readonly string[]): number | null {
  const found = classes.findIndex((name) => GOOD_NAMES.includes(name.trim().toLowerCase()));
  return found < 0 ? null : found;
}

/** The questions that can be asked of predictions, the one that is looked at first in front. */
export function listQuestions({ kind, header }: Pick<PredictionColumns, 'kind' | 'header'>): Question[] {
  if (kind === 'none') return [];
  // Good-only models put the good class first.
  if (kind === 'anomaly') return [{ id: 'defect', kind: 'defect', good: 0 }];
  const { classes } = header;
  const good = findGoodClass(classes);
  const defect: Question[] = good === null || classes.length < 2 ? [] : [{ id: 'defect', kind: 'defect', good }];
  const single = [...classes.keys()].map(
    (positive): Question => ({ id: `class-${positive}`, kind: 'class', positive }),
  );
  if (classes.length === 2) return defect.length > 0 ? defect : single.reverse();
  return [...defect, ...single];
}

/** Whether a picture of this label is what the question looks for. */
export function isPositive(question: Question, label: number): boolean {
  return question.kind === 'defect' ? label !== question.good : label === question.positive;
}

/** The score of a row by which the question ranks, larger is more positive. */
export function scoreFor(question: Question, columns: Pick<PredictionColumns, 'kind' | 'header' | 'scores'>) {
  const { kind, header, scores } = columns;
  const each = scoresEach(columns);
  const at = (row: number, index: number): number => scores[row * each + index] ?? Number.NaN;
  if (kind === 'anomaly') return (row: number) => at(row, 0);
  if (question.kind === 'class') return (row: number) => at(row, question.positive);
  const { good } = question;
  // The sum of the others: with two classes that is the other's own probability.
  if (header.scores === 'probability')
    return each === 2 ? (row: number) => at(row, 1 - good) : (row: number) => 1 - at(row, good);
  return (row: number) => {
    let best = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < each; index++) if (index !== good) best = Math.max(best, at(row, index));
    return best - at(row, good);
  };
}

/** The threshold that a run decides by: its own, else an even chance, else the boundary of a decision value. */
export function ownThreshold(
  question: Question,
  { kind, header }: Pick<PredictionColumns, 'kind' | 'header'>,
): number | null {
  if (header.threshold !== null && (kind === 'anomaly' || question.kind === 'defect')) return header.threshold;
  if (kind === 'anomaly') return null;
  return header.scores === 'probability' ? 0.5 : 0;
}
