import { CLASSIFICATION, type Protocol } from '@assay/contracts';
import { expect, it } from 'vitest';
import type { Predictions } from '../predictions/predictionsFile';
import type { FoldRun } from './foldSet';
import { gatherOutOfFold } from './gatherOutOfFold';

const parameters = { ...CLASSIFICATION.parameters };

/** A fold of one picture, measured like this; nothing else of a run is looked at. */
function fold(index: number, protocol: Protocol): { run: FoldRun; predictions: Predictions } {
  const run = { id: `run${index}`, config: { fold: { of: 2, index, repeat: 1, seed: 0 } } } as unknown as FoldRun;
  const header = {
    version: 1 as const,
    ...{ task: 'finetune' as const, datasetDigest: 'd'.repeat(64), split: 'test' as const, classes: ['good', 'spot'] },
    ...{ scores: 'probability' as const, threshold: null, protocol },
  };
  const item = String(index).repeat(64);
  return { run, predictions: { header, lines: [{ item, path: `${index}.png`, truth: { label: 0 }, scores: [1, 0] }] } };
}

it('takes folds together of which one was stored before it said how it was fitted', () => {
  const finetune = { trainable: 'all', select: 'validation/accuracy' };
  const fitted = { name: CLASSIFICATION.name, parameters: { ...parameters, finetune, labels: { fraction: 1 } } };
  const { header, lines } = gatherOutOfFold([fold(1, CLASSIFICATION), fold(2, fitted)]);
  expect(lines.map(({ path, fold: of }) => `${path} ${of}`)).toEqual(['1.png 1', '2.png 2']);
  expect(header.split).toBe('out-of-fold');
});

it('refuses folds that decide in another way', () => {
  const { name } = CLASSIFICATION;
  const other = { name, parameters: { decision: 'threshold' } };
  expect(() => gatherOutOfFold([fold(1, CLASSIFICATION), fold(2, other)])).toThrow(/run2 are of another kind/);
});
