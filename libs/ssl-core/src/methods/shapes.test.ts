import { AugmentConfig, type BackboneConfig, type MethodConfig, type OptimizerConfig } from '@assay/contracts';
import { openEngine, tf } from '@assay/engine';
import { withShadow } from '@assay/engine/testing';
import { beforeAll, expect, it } from 'vitest';
import { drawViews } from '../augment/drawViews';
import { augmentViews } from '../augment/views';
import { createBackbone } from '../backbones/backbone';
import { createOptimizer } from '../optim/optimizer';
import { createRng } from '../rng';
import { toTensors } from '../train/feeds';
import { createTrainingProgram } from '../train/trainingProgram';
import { createMethod } from './createMethod';

// One thread: these tensors are so small that a second one only gets in the way.
beforeAll(() => void openEngine({ threads: 1 }));

const RESNET: BackboneConfig = { kind: 'resnet', depth: 10, width: 4, stem: 'imagenet' };
const VIT: BackboneConfig = { kind: 'vit', patch: 4, width: 16, depth: 1, heads: 2, pool: 'token' };
const SIMCLR: MethodConfig = { kind: 'simclr', temperature: 0.5, projector: [16, 8] };
const MAE: MethodConfig = {
  kind: 'mae',
  maskRatio: 0.75,
  normalisePixels: true,
  decoder: { width: 16, depth: 1, heads: 2 },
};
const ADAMW: OptimizerConfig = {
  kind: 'adamw',
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0.05,
};
const [BATCH, SIDE, CHANNELS] = [3, 32, 3];

it.each([
  ['simclr on resnet', RESNET, SIMCLR],
  ['simclr on vit', VIT, SIMCLR],
  ['mae on vit', VIT, MAE],
] as const)(
  '%s: every operation of a step has the shape that compiling takes it to have',
  (_, backboneConfig, config) => {
    const input = { size: SIDE, channels: CHANNELS, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };
    const backbone = createBackbone(backboneConfig, {
      inputSize: SIDE,
      channels: CHANNELS,
      rng: createRng(0, 'backbone'),
    });
    const method = createMethod(config, backbone, createRng(0, 'method'));
    const parameters = [...backbone.parameters, ...method.parameters];
    const optimizer = createOptimizer(ADAMW, parameters);
    const augment = AugmentConfig.parse({ colour: { probability: 1 }, blur: { probability: 1 } });
    const rng = createRng(0, 'step', 0);
    const draw = { config: augment, views: method.views, count: BATCH, packSize: SIDE, channels: CHANNELS };
    const arrays = {
      pixels: {
        data: new Uint8Array(BATCH * SIDE * SIDE * CHANNELS).fill(90),
        shape: [BATCH, SIDE, SIDE, CHANNELS],
        dtype: 'int32' as const,
      },
      ...drawViews(rng.fork('augment'), draw),
      ...method.draw(rng.fork('method'), BATCH),
    };
    const training = createTrainingProgram({
      engine: 'eager',
      feeds: { arrays, pictures: BATCH },
      parameters,
      trainable: parameters.filter(({ isTrainable }) => isTrainable),
      optimizer,
      clipNorm: 1,
      clipValue: null,
      loss: ({ pixels, ...inputs }) => {
        const views_NHWC = augmentViews(pixels as tf.Tensor4D, inputs, {
          ...input,
          config: augment,
          views: method.views,
        });
        return { loss: method.loss(views_NHWC, inputs) };
      },
    });
    const feeds = { ...toTensors(arrays), learningRate: tf.scalar(1e-3) };

    const met = withShadow(() => tf.dispose(training.program.run('step', feeds)));
    expect(met.size).toBeGreaterThan(30);

    training.close();
    tf.dispose(feeds);
    optimizer.dispose();
    method.dispose();
    backbone.dispose();
  },
);
