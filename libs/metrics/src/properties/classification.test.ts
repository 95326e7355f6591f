import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ClassificationReport, classificationReport } from '../classificationReport';
import { differences } from '../testing/differences';
import { inOrder, orderOf } from './testing/arbitraries';

const CLASSES = 3;

/** Few different scores, so that ties are common; absent classes and classes that are never predicted too. */
const samples = fc
  .array(
    fc.record({
      label: fc.integer({ min: 0, max: CLASSES - 1 }),
      row: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: CLASSES, maxLength: CLASSES }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((rows) => ({
    truth: rows.map(({ label }) => label),
    scores: rows.map(({ row }) => row.map((score) => score / row.reduce((sum, value) => sum + value, 0))),
  }));

const report = ({ truth, scores }: { truth: number[]; scores: number[][] }): ClassificationReport =>
  classificationReport(truth, scores, { classes: CLASSES, topK: [1, 2, 3] });

it('does not depend on the order of the samples', () => {
  const turned = samples.chain((given) => orderOf(given.truth.length).map((order) => ({ given, order })));
  fc.assert(
    fc.property(turned, ({ given: { truth, scores }, order }) => {
      const other = report({ truth: inOrder(truth, order), scores: inOrder(scores, order) });
      const { undefined: missing, ...figures } = report({ truth, scores });
      expect(differences(figures, other)).toEqual([]);
      expect(Object.keys(other.undefined)).toEqual(Object.keys(missing));
    }),
  );
});

it('stays within the bounds of its figures, and gives a reason for each that is null', () => {
  fc.assert(
    fc.property(samples, (given) => {
      const { undefined: missing, confusionMatrix, mcc, cohenKappa, logLoss, brier, topK, ...rest } = report(given);
      const nulls: string[] = [];
      const visit = (value: unknown, path: string): void => {
        if (value === null) nulls.push(path);
        else if (typeof value === 'number') {
          expect(value, path).toBeGreaterThanOrEqual(-1e-12);
          expect(value, path).toBeLessThanOrEqual(1 + 1e-12);
        } else for (const [key, inner] of Object.entries(value as object)) visit(inner, path ? `${path}.${key}` : key);
      };
      visit(rest, '');
      if (cohenKappa === null) nulls.push('cohenKappa');
      expect(nulls.sort()).toEqual(Object.keys(missing).sort());
      expect(Math.abs(mcc)).toBeLessThanOrEqual(1 + 1e-12);
      expect(Math.abs(cohenKappa ?? 0)).toBeLessThanOrEqual(1 + 1e-12);
      expect(logLoss).toBeGreaterThanOrEqual(0);
      expect(brier).toBeGreaterThanOrEqual(0);
      expect(brier).toBeLessThanOrEqual(2);
      expect(confusionMatrix.flat().reduce((sum, count) => sum + count, 0)).toBe(given.truth.length);
      expect(topK?.[1]).toBeCloseTo(rest.accuracy, 12);
      expect(topK?.[CLASSES]).toBe(1);
      expect(rest.f1.micro).toBeCloseTo(rest.accuracy, 12);
      expect(rest.recall.weighted).toBeCloseTo(rest.accuracy, 12);
    }),
  );
});

it('is 1 where every class is there and right, whatever the classes are called', () => {
  fc.assert(
    fc.property(samples, ({ truth }) => {
      const all = [...truth, 0, 1, 2];
      const scores = all.map((label) => Array.from({ length: CLASSES }, (_, c) => (c === label ? 1 : 0)));
      const found = report({ truth: all, scores });
      expect([found.accuracy, found.f1.macro, found.mcc, found.cohenKappa, found.rocAuc.macroOvr]).toEqual([
        1, 1, 1, 1, 1,
      ]);
      expect([found.logLoss, found.brier, found.ece]).toEqual([expect.closeTo(0, 12), 0, 0]);
    }),
  );
});

it('gives classes under other names their figures under those names', () => {
  fc.assert(
    fc.property(samples, orderOf(CLASSES), ({ truth, scores }, names) => {
      // Equal highest scores go to the lowest index, which a renaming changes.
      const untied = scores.map((row) => row.map((score, c) => score + c * 1e-4));
      const before = report({ truth, scores: untied });
      const after = report({
        truth: truth.map((label) => names[label] ?? 0),
        scores: untied.map((row) => names.map((_, c) => row[names.indexOf(c)] ?? 0)),
      });
      before.f1.perClass.forEach((value, c) => {
        expect(after.f1.perClass[names[c] ?? 0]).toBe(value);
      });
      expect(after.accuracy).toBe(before.accuracy);
      expect(after.mcc).toBeCloseTo(before.mcc, 12);
    }),
  );
});
