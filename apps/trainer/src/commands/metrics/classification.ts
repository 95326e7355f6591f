import { InputError } from '@assay/contracts';
import { classificationIntervals, classificationReport } from '@assay/metrics';
import type { ClassificationInput, MetricsAnswer } from './answer';
import { readGroups } from './readGroups';
import { arrayAt, classAt, describe, numberAt, readObject } from './readNumbers';

/**
 * Figures of a classification. Truth `{ classes: [names], labels: [index] }`, predictions `{ scores: [[one a class]] }`.
 * With `intervals` each figure's 95 % interval too; `groups` in the truth names the part (or patient) of each sample, and
 * then whole groups are drawn.
 *
 * @throws InputError naming file and field
 */
export async function measureClassification(input: ClassificationInput): Promise<MetricsAnswer> {
  const { truth: truthPath, predictions: predictionsPath, topK = [] } = input;
  const { classes, labels, groups } = await readTruth(truthPath);
  if (input.classes !== undefined && input.classes !== classes) {
    throw new InputError({ where: '--classes', found: String(input.classes), fix: `${truthPath} declares ${classes}` });
  }
  const scores = await readScores(predictionsPath, classes);
  if (labels.length !== scores.length) {
    throw new InputError({
      where: `${predictionsPath}: scores`,
      found: `${scores.length} rows for ${labels.length} labels`,
      fix: `one row for each label of ${truthPath} is expected`,
    });
  }
  for (const k of topK) {
    if (k >= 1 && k <= classes) continue;
    throw new InputError({ where: '--top-k', found: String(k), fix: `from 1 to the ${classes} classes` });
  }
  const report = classificationReport(labels, scores, { classes, topK });
  if (!input.intervals) return report;
  return { ...report, intervals: classificationIntervals(labels, scores, { classes, topK, groups }) };
}

type Truth = { classes: number; labels: number[]; groups: number[] | undefined };

async function readTruth(path: string): Promise<Truth> {
  const truth = await readObject(path);
  const names = arrayAt(truth.classes, `${path}: classes`);
  const seen = new Set<string>();
  names.forEach((name, c) => {
    const where = `${path}: classes[${c}]`;
    if (typeof name !== 'string') throw new InputError({ where, found: describe(name), fix: 'a name is expected' });
    if (seen.has(name)) throw new InputError({ where, found: `the name ${describe(name)} again`, fix: 'rename one' });
    seen.add(name);
  });
  if (names.length < 2) {
    const found = names.length === 0 ? 'no classes' : 'one class only';
    throw new InputError({ where: `${path}: classes`, found, fix: 'two are needed to tell apart' });
  }
  const given = arrayAt(truth.labels, `${path}: labels`);
  if (given.length === 0) throw new InputError({ where: `${path}: labels`, found: 'no samples' });
  return {
    classes: names.length,
    labels: given.map((label, i) => classAt(label, `${path}: labels[${i}]`, names.length)),
    groups: truth.groups === undefined ? undefined : readGroups(truth.groups, path, given.length),
  };
}

async function readScores(path: string, classes: number): Promise<Float64Array[]> {
  const predictions = await readObject(path);
  return arrayAt(predictions.scores, `${path}: scores`).map((given, i) => {
    const where = `${path}: scores[${i}]`;
    const row = arrayAt(given, where);
    if (row.length !== classes) {
      throw new InputError({ where, found: `${row.length} scores`, fix: `one for each of the ${classes} classes` });
    }
    return Float64Array.from(row, (score, c) => numberAt(score, `${where}[${c}]`));
  });
}
