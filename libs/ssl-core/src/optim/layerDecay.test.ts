import { EfficientNetConfig, ResnetConfig, VitConfig } from '@assay/contracts';
import { expect, test } from 'vitest';
import type { Backbone } from '../backbones/backbone';
import { createEfficientNet } from '../backbones/efficientNet';
import { createResnet } from '../backbones/resnet';
import { createVit } from '../backbones/vit';
import { createLinearHead } from '../heads/linear';
import { idleRng } from '../testing/parity';
import fixture from './fixtures/layerDecay.json';
import { layerDecayGroups } from './layerDecay';

const input = { inputSize: 16, channels: 3, rng: idleRng };
const vit = (pool: 'token' | 'mean') => () =>
  createVit(VitConfig.parse({ kind: 'vit', patch: 8, width: 24, depth: 3, heads: 3, pool }), input);

/** The networks of tools/reference/layer_decay.py; a ResNet's width changes none of its names. */
const CASES: [keyof typeof fixture.cases, () => Backbone][] = [
  ['vit-token', vit('token')],
  ['vit-mean', vit('mean')],
  ['resnet', () => createResnet(ResnetConfig.parse({ kind: 'resnet', depth: 10, width: 4 }), input)],
  [
    'efficientnet',
    () =>
      createEfficientNet(EfficientNetConfig.parse({ kind: 'efficientnet' }), {
        ...input,
        scaling: { width: 0.25, depth: 0.5 },
      }),
  ],
];

test.each(CASES)('%s: every parameter has the rate and the decay that timm gives it', (name, create) => {
  const backbone = create();
  const head = createLinearHead({ dimension: backbone.featureDimension, classes: 5, rng: idleRng, dropout: 0 });
  const { decay: layerDecay, weightDecay } = fixture;
  const groupOf = layerDecayGroups(backbone.parameters, { layerDecay, weightDecay });
  const known = Object.entries(fixture.cases[name]);
  const found = [...backbone.parameters, ...head.parameters].filter(({ isTrainable }) => isTrainable);
  // Their classifier has another name in each network.
  const nameOf = (theirs: string) => theirs.replace(/^(fc|classifier)\./, 'head.');
  const wanted = new Map(known.map(([theirs, rates]): [string, number[]] => [nameOf(theirs), rates]));
  expect(found.map((parameter) => parameter.name).sort()).toEqual([...wanted.keys()].sort());
  for (const parameter of found) {
    const { learningRateFactor, weightDecay: decay } = groupOf(parameter);
    const [rate, wantedDecay] = wanted.get(parameter.name) ?? [];
    expect(learningRateFactor, parameter.name).toBeCloseTo(rate ?? Number.NaN, 5);
    expect(decay, parameter.name).toBe(wantedDecay);
  }
  backbone.dispose();
  head.dispose();
});
