import { BackboneConfig, MethodConfig } from '@assay/contracts';
import { createStepRandom, tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { createDecoder } from '../heads/decoder';
import { createScope } from '../layers/parameters';
import { createRng } from '../rng';
import { toTensors } from '../train/feeds';
import { createColourTask, createIntensityTask } from './colourTasks';
import { createMethod } from './createMethod';
import { holeMasks } from './holes';
import { turns } from './rotation';
import { methodInput, RESNET, stripes, VIT } from './testing/pretrainings';
import { standardise } from './tiles';

const RANGE = { mean: [0.5], std: [0.25] };

/** A method on 16 x 16 pixels, with a batch of four and what it draws. */
function open(methodConfig: object, { channels = 1, backbone: config = RESNET as object } = {}) {
  const input = methodInput(BackboneConfig.parse(config), { inputSize: 16, channels });
  const method = createMethod(MethodConfig.parse(methodConfig), input);
  const pixels = tf.tensor4d(Int32Array.from(stripes(4, 16, channels)), [4, 16, 16, channels]);
  const x_NHWC = tf.div<tf.Tensor4D>(tf.sub(tf.div(pixels, 255), 0.5), 0.25);
  const inputs = (seed: number) => toTensors(method.draw(createRng(seed), 4));
  return { method, x_NHWC, inputs };
}

const largest = (x: tf.Tensor) => tf.max(tf.abs(x)).dataSync()[0] ?? Number.NaN;

it('rotation needs square views', () => {
  expect(() => tf.tidy(() => turns(tf.zeros([2, 4, 6, 1])))).toThrow(/4 x 6/);
});

it('a flat tile stays near 0 when standardised', () => {
  tf.tidy(() => {
    expect(largest(standardise(tf.fill([2, 4, 4, 1], 3) as tf.Tensor4D))).toBeLessThan(1e-6);
  });
});

it('hole masks equal those painted pixel by pixel', () => {
  const corners = [
    [
      [1, 2],
      [4, 0],
    ],
    [
      [0, 5],
      [5, 5],
    ],
  ];
  const paint = (inset: number) =>
    corners.map((squares) =>
      Array.from({ length: 10 }, (_, y) =>
        Array.from({ length: 10 }, (_, x) => {
          const isIn = (at: number, start = 0) => at >= start + inset && at < start + 5 - inset;
          return squares.some(([top, left]) => isIn(y, top) && isIn(x, left)) ? 1 : 0;
        }),
      ),
    );
  tf.tidy(() => {
    const holes = { side: 5, count: 2, overlap: 1, isCentral: false };
    const { painted_NHW1, hidden_NHW1 } = holeMasks(tf.tensor3d(corners), holes, 10);
    expect(tf.squeeze(painted_NHW1, [3]).arraySync()).toEqual(paint(0));
    expect(tf.squeeze(hidden_NHW1, [3]).arraySync()).toEqual(paint(1));
  });
});

it('a decoder does not make a map coarser', () => {
  const scope = createScope({ rng: createRng(0) });
  const sizes = { from: { side: 8, channels: 4 }, to: { side: 4, channels: 1 } };
  expect(() => createDecoder(scope, { ...sizes, width: 8 })).toThrow(/finer than the 4/);
});

describe('denoising', () => {
  it('adds noise of the deviation in the pictures’ own range', () => {
    tf.tidy(() => {
      const { method, x_NHWC, inputs } = open({ kind: 'denoising', noise: { kind: 'gaussian', sigma: 0.1 } });
      const noise = tf.sub(method.pictures?.([x_NHWC], inputs(1)).spoilt as tf.Tensor, x_NHWC);
      const { mean, variance } = tf.moments(noise);
      // 1024 values: within four deviations of each estimate. 0.1 / 0.25 = 0.4.
      expect(Math.abs(mean.dataSync()[0] ?? 9)).toBeLessThan((4 * 0.4) / 32);
      expect(Math.abs(Math.sqrt(variance.dataSync()[0] ?? 9) - 0.4)).toBeLessThan((4 * 0.4) / Math.sqrt(2048));
      const other = tf.sub(method.pictures?.([x_NHWC], inputs(2)).spoilt as tf.Tensor, x_NHWC);
      expect(largest(tf.sub(noise, other))).toBeGreaterThan(0.5);
    });
  });

  it('masks about the share of the pixels, all channels of one together', () => {
    tf.tidy(() => {
      const config = { kind: 'denoising', noise: { kind: 'masking', share: 0.3 } };
      const { method, x_NHWC, inputs } = open(config, { channels: 3 });
      const spoilt = method.pictures?.([x_NHWC], inputs(1)).spoilt as tf.Tensor4D;
      const isMasked = tf.cast(tf.equal(spoilt, 0), 'float32');
      const each_NHW = tf.sum(isMasked, 3).dataSync();
      expect(each_NHW.every((count) => count === 0 || count === 3)).toBe(true);
      expect(Math.abs((tf.mean(isMasked).dataSync()[0] ?? 9) - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / 1024));
    });
  });
});

describe('inpainting', () => {
  it('sees nothing in the hole, and shows the picture as it is around its painting', () => {
    tf.tidy(() => {
      const { method, x_NHWC, inputs } = open({ kind: 'inpainting', overlap: 1, decoder: { width: 8 } });
      const { seen, filled } = method.pictures?.([x_NHWC], inputs(0)) ?? {};
      if (!seen || !filled) throw new Error('no pictures');
      const inside = tf.slice(seen, [0, 5, 5, 0], [-1, 6, 6, -1]);
      expect(largest(inside)).toBe(0);
      const { painted_NHW1 } = holeMasks(
        inputs(0).corners as tf.Tensor3D,
        { side: 8, count: 1, overlap: 1, isCentral: true },
        16,
      );
      expect(largest(tf.mul(tf.sub(filled, x_NHWC), tf.sub(1, painted_NHW1)))).toBe(0);
      expect(largest(tf.mul(tf.sub(filled, x_NHWC), painted_NHW1))).toBeGreaterThan(0.1);
    });
  });

  it('has no discriminator where its weight is 0', () => {
    tf.tidy(() => {
      const { method, x_NHWC, inputs } = open({ kind: 'inpainting', adversarial: { weight: 0 }, channelwise: false });
      expect(method.parameters.filter(({ name }) => !name.startsWith('decoder'))).toEqual([]);
      expect(Object.keys(method.loss([x_NHWC], inputs(0)))).toEqual(['loss']);
    });
  });
});

describe('colourisation', () => {
  it('refuses pictures of one channel, and a stride that does not divide them', () => {
    expect(() => open({ kind: 'colourisation' })).toThrow(/one channel have no colour .* "intensity"/);
    expect(() => open({ kind: 'colourisation', stride: 3 }, { channels: 3 })).toThrow(/5 x 5 equal places/);
  });

  it('hides all colour, and paints a picture that keeps its lightness', () => {
    tf.tidy(() => {
      const task = createColourTask({ channels: 3, ...RANGE });
      const x_NHWC = createStepRandom(tf.tensor1d([1, 2], 'int32')).uniform([2, 4, 4, 3]) as tf.Tensor4D;
      const [red, green, blue] = tf.split(task.seen(x_NHWC), 3, 3) as [tf.Tensor, tf.Tensor, tf.Tensor];
      expect(largest(tf.sub(red, green)) + largest(tf.sub(red, blue))).toBe(0);
      // Its own colours give the picture itself, no colour gives what was seen.
      expect(largest(tf.sub(task.paint(x_NHWC, task.values(x_NHWC)), x_NHWC))).toBeLessThan(1e-3);
      expect(largest(tf.sub(task.paint(x_NHWC, tf.zeros([2, 4, 4, 2])), task.seen(x_NHWC)))).toBeLessThan(2e-3);
    });
  });

  it('leaves grey pictures out', () => {
    tf.tidy(() => {
      const task = createColourTask({ channels: 3, ...RANGE });
      const values_PD = tf.tensor2d([
        [1, -2],
        [3, 4.9],
        [0, 0],
        [-5.1, 0],
      ]);
      expect([...task.counts(values_PD, 2).dataSync()]).toEqual([0, 0, 1, 1]);
    });
  });

  it('shows a network that shall find the brightness edges alone: the negative looks the same', () => {
    tf.tidy(() => {
      const task = createIntensityTask({ channels: 1, ...RANGE }, 16);
      const x_NHWC = createStepRandom(tf.tensor1d([1, 2], 'int32')).uniform([2, 8, 8, 1]) as tf.Tensor4D;
      expect(largest(tf.sub(task.seen(x_NHWC), task.seen(tf.neg(x_NHWC))))).toBeLessThan(1e-4);
      expect(largest(tf.sub(task.paint(x_NHWC, task.values(x_NHWC)), x_NHWC))).toBeLessThan(1e-5);
    });
  });
});

it.each([
  [{ kind: 'rotation' }, { turned: [16, 16, 16, 1] }],
  [{ kind: 'relativePosition', pairs: 2 }, { patches: [4, 4, 12, 1] }],
  [{ kind: 'jigsaw', permutations: 4 }, { puzzle: [4, 12, 12, 1] }],
  [{ kind: 'denoising' }, { spoilt: [4, 16, 16, 1], restored: [4, 16, 16, 1] }],
  [{ kind: 'inpainting' }, { seen: [4, 16, 16, 1], filled: [4, 16, 16, 1] }],
  [
    { kind: 'colourisation', target: 'intensity' },
    { seen: [4, 16, 16, 1], coloured: [4, 16, 16, 1] },
  ],
])('$kind shows what it saw and made, and gives features of the backbone', (config, shapes) => {
  tf.tidy(() => {
    for (const backbone of [RESNET, VIT]) {
      const { method, x_NHWC, inputs } = open(config, { backbone });
      const pictures = method.pictures?.([x_NHWC], inputs(0)) ?? {};
      expect(Object.fromEntries(Object.entries(pictures).map(([name, { shape }]) => [name, shape]))).toEqual(shapes);
      expect(method.encoder).toBeUndefined();
    }
  });
});
