import { smallInput, smallResnet } from './common';
import type { Recipe } from './recipe';

/** Measures of a pretraining, for one's own pictures: they name no dataset. */
const frozen = { task: 'probe', input: smallInput, backbone: smallResnet } as const;

export const linearSweep: Recipe = {
  name: 'linear-sweep',
  title: 'Linear probe over learning rates',
  description:
    'Linear heads on frozen features behind batch norm, one a learning rate; validation picks, test measures.',
  command: 'assay run linear-sweep --set dataset.name=NAME --set init.kind=run --set init.id=RUN',
  expectedTime: null,
  expectedScore: null,
  followsInit: true,
  config: { ...frozen, probe: { kind: 'linearSweep' } },
};

export const linearSweepAugmented: Recipe = {
  name: 'linear-sweep-augmented',
  title: 'Linear probe over learning rates, on augmented pictures',
  description:
    'The same on crops and mirrorings drawn anew each epoch: what papers report, at the price of an epoch each.',
  command: 'assay run linear-sweep-augmented --set dataset.name=NAME --set init.kind=run --set init.id=RUN',
  expectedTime: null,
  expectedScore: null,
  followsInit: true,
  config: {
    ...frozen,
    probe: {
      kind: 'linearSweep',
      // DINO and MAE crop from 8 % on; a defect must stay in the picture.
      augment: { crop: { minScale: 0.5, maxScale: 1 }, flip: { horizontal: 0.5 } },
    },
  },
};

export const fewLabel: Recipe = {
  name: 'few-label',
  title: 'Linear probe of few labels',
  description: 'Logistic regression on 1, 5, 10, 25 and 100 % of the labels, five draws each: what pretraining saves.',
  command: 'assay run few-label --set dataset.name=NAME --set init.kind=run --set init.id=RUN',
  expectedTime: null,
  expectedScore: null,
  followsInit: true,
  config: { ...frozen, probe: { kind: 'linear' }, fewLabels: { fractions: [0.01, 0.05, 0.1, 0.25, 1] } },
};
