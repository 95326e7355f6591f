import { AugmentConfig, type BackboneConfig, type MethodConfig, type VitConfig } from '@assay/contracts';
import { createLeakGuard, openEngine, tf } from '@assay/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawViews } from '../augment/drawViews';
import { augmentViews } from '../augment/views';
import { createBackbone } from '../backbones/backbone';
import type { VitBackbone } from '../backbones/vit';
import { createOptimizer } from '../optim/optimizer';
import { createRng } from '../rng';
import { type TrainSetup, train } from '../testing/train';
import type { Loss } from '../train/trainingProgram';
import { createMethod } from './createMethod';
import { maskFromNoise, visibleCount } from './masking';
import { sineCosinePositions } from './positions';

// One thread: these tensors are so small that a second one only gets in the way.
beforeAll(() => void openEngine({ threads: 1 }));

const VIT: VitConfig = { kind: 'vit', patch: 4, width: 16, depth: 1, heads: 2, pool: 'token' };
const RESNET: BackboneConfig = { kind: 'resnet', depth: 10, width: 4, stem: 'small' };
const SIMCLR: MethodConfig = { kind: 'simclr', temperature: 0.5, projector: [16, 8] };
const MAE: MethodConfig = {
  kind: 'mae',
  maskRatio: 0.75,
  normalisePixels: true,
  decoder: { width: 16, depth: 1, heads: 2 },
};
const [BATCH, SIDE] = [8, 16];
const config = AugmentConfig.parse({
  crop: { minScale: 0.5 },
  flip: { horizontal: 0.5 },
  colour: { probability: 0.8 },
  blur: { probability: 0.5 },
});

/** A pretraining as the trainer runs it, on stripes of different width and direction. */
function createPretraining(backboneConfig: BackboneConfig, methodConfig: MethodConfig) {
  const backbone = createBackbone(backboneConfig, { inputSize: SIDE, channels: 1, rng: createRng(0, 'backbone') });
  const method = createMethod(methodConfig, backbone, createRng(0, 'method'));
  const parameters = [...backbone.parameters, ...method.parameters];
  const trainable = parameters.filter(({ isTrainable }) => isTrainable);
  const optimizer = createOptimizer(
    { kind: 'adamw', learningRate: 3e-3, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.05 },
    parameters,
  );
  const { views } = method;
  const loss: Loss = ({ pixels, ...inputs }) => {
    const input = { size: SIDE, channels: 1, mean: [0.5], std: [0.25] };
    const views_NHWC = augmentViews(pixels as tf.Tensor4D, inputs, { ...input, config, views });
    return { loss: method.loss(views_NHWC, inputs) };
  };
  async function* batches(startStep: number) {
    for (let step = startStep; ; step++) {
      const rng = createRng(0, 'step', step);
      yield {
        arrays: {
          pixels: { data: stripes(BATCH, 2 * SIDE), shape: [BATCH, 2 * SIDE, 2 * SIDE, 1], dtype: 'int32' as const },
          ...drawViews(rng.fork('augment'), { config, views, count: BATCH, packSize: 2 * SIDE, channels: 1 }),
          ...method.draw(rng.fork('method'), BATCH),
        },
        pictures: BATCH,
      };
    }
  }
  const setup: TrainSetup = {
    training: { parameters, trainable, loss, optimizer, clipNorm: null, clipValue: null },
    loop: {
      batches,
      schedule: () => 3e-3,
      steps: 200,
      stepsPerEpoch: 20,
      now: () => performance.now(),
      leakGuard: createLeakGuard(),
    },
  };
  const dispose = () => {
    optimizer.dispose();
    method.dispose();
    backbone.dispose();
  };
  return { trainable, setup, dispose };
}

function stripes(count: number, side: number): Uint8Array {
  return Uint8Array.from({ length: count * side * side }, (_, at) => {
    const n = Math.floor(at / side / side);
    const [y, x] = [Math.floor(at / side) % side, at % side];
    const along = n % 2 === 0 ? x : y;
    return Math.floor(along / (2 + Math.floor(n / 2))) % 2 === 0 ? 220 : 40;
  });
}

const LONG = [
  ['simclr on resnet', RESNET, SIMCLR],
  ['mae on vit', VIT, MAE],
] as const;

describe.each(LONG)('%s', (_, backboneConfig, methodConfig) => {
  it('keeps its tensor count over 200 steps, learns, and leaves nothing behind', async () => {
    const before = tf.memory().numTensors;
    const { setup, dispose } = createPretraining(backboneConfig, methodConfig);
    const counts = new Set<number>();
    const means: number[] = [];
    for await (const event of train(setup)) {
      if (event.kind === 'step') counts.add(event.tensors);
      else means.push(event.meanLoss);
    }
    expect(counts.size).toBe(1);
    expect(means.at(-1)).toBeLessThan(0.9 * (means[0] ?? 0));
    dispose();
    expect(tf.memory().numTensors).toBe(before);
  }, 180_000);
});

describe.each([
  ...LONG,
  ['simclr on vit', VIT, SIMCLR],
  ['mae on vit with mean pooling', { ...VIT, pool: 'mean' } satisfies BackboneConfig, MAE],
] as const)('%s', (_, backboneConfig, methodConfig) => {
  it('gives every trainable parameter a gradient', async () => {
    const { trainable, setup, dispose } = createPretraining(backboneConfig, methodConfig);
    let names: string[] = [];
    const optimizer = {
      ...setup.training.optimizer,
      step: (gradients: tf.NamedTensorMap) => {
        names = Object.entries(gradients).flatMap(([name, gradient]) =>
          gradient.dataSync().some((value) => value !== 0) ? [name] : [],
        );
      },
    };
    const { training, loop } = setup;
    const once = { training: { ...training, optimizer }, loop: { ...loop, steps: 1 } };
    for await (const _event of train(once, 'eager'));
    const silent = trainable.filter(({ variable }) => !names.includes(variable.name)).map(({ name }) => name);
    expect(silent).toEqual([]);
    dispose();
  }, 30_000);
});

describe('mae', () => {
  it('keeps the patches with the smallest noise', () => {
    tf.tidy(() => {
      const noise_NL = tf.tensor2d([
        [0.9, 0.1, 0.5, 0.3],
        [0.2, 0.8, 0.7, 0.1],
      ]);
      const { keep_NK, select_NKL, mask_NL } = maskFromNoise(noise_NL, 2);
      expect(keep_NK.arraySync()).toEqual([
        [1, 3],
        [3, 0],
      ]);
      expect(mask_NL.arraySync()).toEqual([
        [1, 0, 1, 0],
        [0, 1, 1, 0],
      ]);
      const patches_NLP = tf.reshape<tf.Rank.R3>(tf.range(0, 24), [2, 4, 3]);
      const picked = tf.matMul(select_NKL, patches_NLP).arraySync();
      const wanted = [
        [
          [3, 4, 5],
          [9, 10, 11],
        ],
        [
          [21, 22, 23],
          [12, 13, 14],
        ],
      ];
      expect(picked).toEqual(wanted);
    });
  });

  it('does not let hidden pixels into the encoder', () => {
    const backbone = createBackbone(VIT, { inputSize: 8, channels: 1, rng: createRng(1) }) as VitBackbone;
    tf.tidy(() => {
      const pixels = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i));
      const keep_NK = tf.tensor2d([[2]], [1, 1], 'int32'); // of 2 x 2 patches, the lower left one
      const encode = (values: Float32Array) => backbone.encodeVisible(tf.tensor4d(values, [1, 8, 8, 1]), keep_NK);
      const hidden = pixels.map((value, i) => (i % 8 >= 4 || i < 32 ? 9 : value));
      const seen = pixels.map((value, i) => (i === 32 ? 9 : value));
      expect(encode(hidden).arraySync()).toEqual(encode(pixels).arraySync());
      expect(encode(seen).arraySync()).not.toEqual(encode(pixels).arraySync());
    });
    backbone.dispose();
  });

  it('refuses a backbone without patches and a mask that leaves nothing', () => {
    const backbone = createBackbone(RESNET, { inputSize: 8, channels: 1, rng: createRng(1) });
    expect(() => createMethod(MAE, backbone, createRng(1))).toThrow(/needs a vit/);
    expect(() => visibleCount(4, 0.9)).toThrow(/leaves 0 of 4 patches/);
    expect(visibleCount(64, 0.75)).toBe(16);
    backbone.dispose();
  });

  it('places patches by sine and cosine, the column first', () => {
    const width = 8;
    const positions = sineCosinePositions(width, 3);
    const row = (patch: number) => [...positions.slice((1 + patch) * width, (2 + patch) * width)];
    expect([...positions.slice(0, width)]).toEqual(new Array(width).fill(0));
    const [sin, cos] = [Math.sin, Math.cos];
    // Patch 5 of a 3 x 3 grid: column 2, row 1; frequencies 1 and 1 / 100.
    const wanted = [sin(2), sin(0.02), cos(2), cos(0.02), sin(1), sin(0.01), cos(1), cos(0.01)];
    for (const [i, value] of row(5).entries()) expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 6);
    expect(() => sineCosinePositions(6, 3)).toThrow(/multiple of 4/);
  });
});
