import { expect, test } from 'vitest';
import { compileProgram } from '../../graph/program';
import { tensorCount } from '../../leakGuard';
import { readSimd } from '../../simd';
import { expectGradients } from '../../testing/fixtures';
import { relativeError } from '../../testing/gradients';
import { tf } from '../../tf';
import { padSides } from '../conv2d';
import { fastConv2d } from './fastConv2d';

/** Largest error over the largest number; 256 channels, where a tile of four has six times the plain rounding error. */
const ERROR_MAX = 5e-6;

type Case = { height: number; width: number; stride: 1 | 2; channels: number; outputs: number };

const cases: Case[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 14].flatMap((height) =>
  ([1, 2] as const).flatMap((stride) =>
    [height, height + 1].map((width) => ({ height, width, stride, channels: 5, outputs: 3 })),
  ),
);

const draw = ({ height, width, stride, channels, outputs }: Case) => ({
  x: tf.relu(tf.randomNormal<tf.Rank.R4>([2, height, width, channels], 0, 1, 'float32', 1)),
  w: tf.randomNormal<tf.Rank.R4>([3, 3, channels, outputs], 0, Math.sqrt(2 / 9 / channels), 'float32', 2),
  dy: tf.randomNormal<tf.Rank.R4>(
    [2, Math.ceil(height / stride), Math.ceil(width / stride), outputs],
    0,
    1,
    'float32',
    3,
  ),
});

/** By the definition. */
const plain = (x: tf.Tensor4D, w: tf.Tensor4D, stride: number): tf.Tensor4D =>
  tf.conv2d(padSides(x, 1, 0), w, stride, 'valid');

function expectEqual(found: tf.Tensor | undefined, wanted: tf.Tensor | undefined, what: string): void {
  expect(found?.shape, what).toEqual(wanted?.shape);
  const error = relativeError(found?.dataSync() as Float32Array, wanted?.dataSync() as Float32Array);
  expect(error, what).toBeLessThan(ERROR_MAX);
}

const largest: Case[] = [
  { height: 2, width: 2, stride: 1, channels: 256, outputs: 128 },
  { height: 4, width: 8, stride: 1, channels: 256, outputs: 128 },
  { height: 6, width: 3, stride: 1, channels: 128, outputs: 256 },
  { height: 8, width: 4, stride: 2, channels: 256, outputs: 128 },
];

test.each([...cases, ...largest])('$height x $width, stride $stride, $channels to $outputs channels', (size) => {
  const before = tensorCount();
  tf.tidy(() => {
    const { x, w, dy } = draw(size);
    const { stride } = size;
    expectEqual(fastConv2d(x, w, { stride }), plain(x, w, stride), 'output');
    const found = tf.grads((x, w) => fastConv2d(x as tf.Tensor4D, w as tf.Tensor4D, { stride }))([x, w], dy);
    const wanted = tf.grads((x, w) => plain(x as tf.Tensor4D, w as tf.Tensor4D, stride))([x, w], dy);
    expectEqual(found[0], wanted[0], 'gradient of x');
    expectEqual(found[1], wanted[1], 'gradient of w');
  });
  expect(tensorCount()).toBe(before);
});

test.each([1, 2] as const)('its gradients are right, executed and compiled (stride %i)', (stride) => {
  for (const forward of [undefined, plain]) {
    const { x, w, dy } = draw({ height: 5, width: 3, stride, channels: 3, outputs: 2 });
    expectGradients({
      op: ([x, w]) => {
        const [input, filter] = [x as tf.Tensor4D, w as tf.Tensor4D];
        return fastConv2d(input, filter, {
          stride,
          ...(forward ? { forward: () => forward(input, filter, stride) } : {}),
        });
      },
      inputs: { x, w },
      moving: ['x', 'w'],
      direction: dy,
    });
  }
});

test.skipIf(!readSimd().some((name) => /bf16/.test(name)))('keeps its digits in a program of bfloat16', () => {
  const { x, w } = draw({ height: 4, width: 4, stride: 1, channels: 64, outputs: 32 });
  const inputs = { x: { shape: x.shape, dtype: 'float32' }, w: { shape: w.shape, dtype: 'float32' } } as const;
  type Feeds = Record<string, tf.Tensor>;
  const fast = (feeds: Feeds) => ({ y: fastConv2d(feeds.x as tf.Tensor4D, feeds.w as tf.Tensor4D, { stride: 1 }) });
  const short = (feeds: Feeds) => ({ y: plain(feeds.x as tf.Tensor4D, feeds.w as tf.Tensor4D, 1) });
  const options = { inputs: { fast: inputs, short: inputs }, variables: [], precision: 'bfloat16' } as const;
  const program = compileProgram({ fast, short }, options);
  program.init();
  const wanted = plain(x, w, 1).dataSync() as Float32Array;
  const errorOf = (name: 'fast' | 'short') =>
    relativeError(program.run(name, { x, w }).y?.dataSync() as Float32Array, wanted);
  expect(errorOf('fast')).toBeLessThan(ERROR_MAX);
  expect(errorOf('short')).toBeGreaterThan(1e-3);
  program.close();
  tf.dispose([x, w]);
});
