import { type Item, type Manifest, RunConfig } from '@assay/contracts';
import { expect, test } from 'vitest';
import { checkDataset } from './checkDataset';

const item = (path: string, split: Item['split'], label: number): Item => ({
  picture: path.padEnd(64, '0'),
  path,
  width: 8,
  height: 8,
  split,
  label,
});

/** Good pictures to learn from, good and bad ones to be asked about. */
const goodOnly: Manifest = {
  version: 1,
  classes: ['good', 'bad'],
  items: [item('a', 'train', 0), item('b', 'train', 0), item('c', 'test', 0), item('d', 'test', 1)],
};
const classical = { task: 'classical', dataset: { name: 'nuts' } };

test('good pictures alone are enough for a model of them, and not for one of classes', () => {
  const ofGood = RunConfig.parse({ ...classical, learner: { kind: 'mahalanobis' }, goodOnly: {} });
  expect(() => checkDataset(ofGood, goodOnly, 'nuts')).not.toThrow();
  expect(() => checkDataset(RunConfig.parse(classical), goodOnly, 'nuts')).toThrow(
    'the training pictures are all of one class',
  );
});
