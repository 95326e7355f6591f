import { VitConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { expect, test } from 'vitest';
import { createRng } from '../rng';
import { fill } from '../testing/filling';
import cubicCases from './fixtures/cubic.json';
import { cubicMatrix, interpolatePositions } from './interpolatePositions';
import { createVit } from './vit';

const config = { ...VitConfig.parse({ kind: 'vit', patch: 4, width: 24, depth: 2, heads: 3 }), width: 12 };
const create = (pool: VitConfig['pool'] = 'token') =>
  createVit({ ...config, pool }, { inputSize: 12, channels: 2, rng: createRng(3) });
const picture = () => tf.tensor4d(Float32Array.from(fill('picture', 2 * 12 * 12 * 2)), [2, 12, 12, 2]);

test('patches hold their pixels row by row, channels last', () => {
  const vit = create();
  const x_NHWC = picture();
  const patches_NLP = vit.patches(x_NHWC);
  expect(patches_NLP.shape).toEqual([2, 9, 32]);
  // Patch 5 of the second picture: row 1, column 2 of the grid.
  const cut = tf.slice(x_NHWC, [1, 4, 8, 0], [1, 4, 4, 2]);
  const patch = tf.slice(patches_NLP, [1, 5, 0], [1, 1, -1]);
  expect(patch.dataSync()).toEqual(cut.dataSync());
});

test('encoding all patches in order gives the tokens that the features come from', () => {
  const vit = create();
  const all_NK = tf.tile(tf.range(0, 9, 1, 'int32').reshape([1, 9]), [2, 1]) as tf.Tensor2D;
  const tokens_NTD = vit.encodeVisible(picture(), all_NK);
  expect(tokens_NTD.shape).toEqual([2, 10, 12]);
  const first = tf.reshape(tf.slice(tokens_NTD, [0, 0, 0], [-1, 1, -1]), [2, 12]);
  const features_ND = vit.features(picture(), { training: false });
  expectClose(first, features_ND);
});

test('the order of the kept patches is the order of their tokens, and hidden patches change nothing', () => {
  const vit = create('mean');
  const keep = (rows: number[][]) => tf.tensor2d(rows, [2, 3], 'int32');
  const one = vit.encodeVisible(
    picture(),
    keep([
      [0, 4, 7],
      [8, 2, 3],
    ]),
  );
  const other = vit.encodeVisible(
    picture(),
    keep([
      [7, 0, 4],
      [3, 8, 2],
    ]),
  );
  expectClose(tf.gather(one, [0, 3, 1, 2], 1), other);

  const changed = tf.add(
    picture(),
    tf.pad(tf.ones([2, 4, 4, 2]), [
      [0, 0],
      [0, 8],
      [4, 4],
      [0, 0],
    ]),
  );
  // Patch 1 was changed; nobody keeps it.
  expectClose(
    vit.encodeVisible(
      changed as tf.Tensor4D,
      keep([
        [0, 4, 7],
        [8, 2, 3],
      ]),
    ),
    one,
  );
  expect(
    differenceOf(
      vit.features(changed as tf.Tensor4D, { training: false }),
      vit.features(picture(), { training: false }),
    ),
  ).toBeGreaterThan(1e-3);
});

test('gradients reach the kept patches’ places alone', () => {
  const vit = create();
  const position = vit.parameters.find(({ name }) => name === 'pos_embed');
  if (!position) throw new Error('no pos_embed');
  const keep_NK = tf.tensor2d(
    [
      [0, 4],
      [8, 4],
    ],
    [2, 2],
    'int32',
  );
  const weights = tf.tensor3d(Float32Array.from(fill('weights', 2 * 3 * 12)), [2, 3, 12]);
  const { grads } = tf.variableGrads(
    () => tf.sum(tf.mul(vit.encodeVisible(picture(), keep_NK), weights)),
    [position.variable],
  );
  const gradient = grads[position.variable.name];
  if (!gradient) throw new Error('no gradient');
  const sizes = Array.from(tf.sum(tf.abs(gradient), [0, 2]).dataSync());
  expect(sizes.map((size) => size > 1e-6)).toEqual(
    [0, 1, 0, 0, 0, 1, 0, 0, 0, 1].map((seen, i) => i === 0 || seen === 1),
  );
});

test('places of another grid are PyTorch’s bicubic interpolation', () => {
  for (const { from, to, matrix } of cubicCases) {
    const found = cubicMatrix(from, to);
    for (const [i, wanted] of matrix.flat().entries()) expect(found[i]).toBeCloseTo(wanted, 5);
  }
  tf.tidy(() => {
    // Separable: rows by one matrix, columns by the other.
    const places = tf.tensor3d(Float32Array.from(fill('places', 9 * 2)), [1, 9, 2]);
    const found = interpolatePositions(places, { from: 3, to: 2 });
    const side = tf.tensor2d(cubicMatrix(3, 2), [2, 3]);
    const wanted = tf.einsum('ya,axd->yxd', side, tf.einsum('xb,abd->axd', side, tf.reshape(places, [3, 3, 2])));
    expectClose(found, tf.reshape(wanted, [1, 4, 2]));
  });
});

test('a smaller picture is seen with its own grid, and tokens can be replaced', () => {
  const vit = createVit(config, { inputSize: 12, channels: 1, rng: createRng(0) });
  tf.tidy(() => {
    const x = tf.tensor4d(Float32Array.from(fill('small', 64)), [1, 8, 8, 1]);
    expect(vit.features(x, { training: false }).shape).toEqual([1, config.width]);
    const token_11D = tf.ones<tf.Rank.R3>([1, 1, config.width]);
    const tokens = (fed: tf.Tensor4D, mask: number[]) =>
      vit.tokens(fed, { training: false }, { mask_NL: tf.tensor2d([mask]), token_11D });
    // What is replaced is not seen.
    const other = tf.add<tf.Tensor4D>(
      x,
      tf.pad(tf.ones([1, 4, 4, 1]), [
        [0, 0],
        [0, 4],
        [0, 4],
        [0, 0],
      ]),
    );
    expectClose(tokens(x, [1, 0, 0, 0]), tokens(other, [1, 0, 0, 0]));
    expect(differenceOf(tokens(x, [0, 1, 0, 0]), tokens(other, [0, 1, 0, 0]))).toBeGreaterThan(1e-3);
    expectClose(tokens(x, [0, 0, 0, 0]), vit.tokens(x, { training: false }));
  });
  vit.dispose();
});

test('an input that patches do not tile is refused', () => {
  expect(() => createVit(config, { inputSize: 13, channels: 1, rng: createRng(0) })).toThrow(
    '13 is not made of patches of 4',
  );
});

function differenceOf(a: tf.Tensor, b: tf.Tensor): number {
  return tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] ?? Number.NaN;
}

function expectClose(a: tf.Tensor, b: tf.Tensor): void {
  expect(a.shape).toEqual(b.shape);
  expect(differenceOf(a, b)).toBeLessThan(1e-5);
}
