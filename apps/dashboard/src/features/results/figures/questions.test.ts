import { expect, test } from 'vitest';
import { columnsOf } from '../testing/columnsFixture';
import { findGoodClass, listQuestions, ownThreshold, type Question, scoreFor } from './questions';

const ids = (classes: string[]) => listQuestions(columnsOf(classes, [])).map(({ id }) => id);

test('defects are asked for first where a class is good, and two classes leave one question', () => {
  expect(findGoodClass(['dent', ' Good'])).toBe(1);
  expect(findGoodClass(['goods', 'dent'])).toBeNull();
  expect(ids(['good', 'dent'])).toEqual(['defect']);
  expect(ids(['sound', 'dent', 'cut'])).toEqual(['defect', 'class-0', 'class-1', 'class-2']);
  expect(ids(['open', 'short'])).toEqual(['class-1', 'class-0']);
  expect(ids(['open', 'short', 'spur'])).toEqual(['class-0', 'class-1', 'class-2']);
  expect(listQuestions({ ...columnsOf(['a'], []), kind: 'anomaly' })).toEqual([
    { id: 'defect', kind: 'defect', good: 0 },
  ]);
});

test('a defect scores what is not the good class’s, in the run’s own kind of numbers', () => {
  const defect: Question = { id: 'defect', kind: 'defect', good: 1 };
  const three = columnsOf(['dent', 'good', 'cut'], [{ label: 0, scores: [0.5, 0.2, 0.3] }]);
  expect(scoreFor(defect, three)(0)).toBeCloseTo(0.8, 15);
  const two = columnsOf(['dent', 'good'], [{ label: 0, scores: [0.3, 0.7] }]);
  expect(scoreFor(defect, two)(0)).toBe(0.3);
  const decision = { ...three, header: { ...three.header, scores: 'decision' as const } };
  expect(scoreFor(defect, decision)(0)).toBeCloseTo(0.3, 15);
  expect(scoreFor({ id: 'class-2', kind: 'class', positive: 2 }, decision)(0)).toBe(0.3);
  expect([ownThreshold(defect, three), ownThreshold(defect, decision)]).toEqual([0.5, 0]);
  expect(ownThreshold(defect, { kind: 'anomaly', header: { ...three.header, threshold: 9 } })).toBe(9);
  expect(ownThreshold(defect, { kind: 'anomaly', header: three.header })).toBeNull();
});
