import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { evenDivergence } from './dvaeLoss';
import { gumbelFrom, gumbelSoftmax } from './gumbelSoftmax';
import { maskedDistance } from './maskedDistance';
import { codePerplexity } from './perplexity';
import { nextCodebook, vectorQuantise } from './vectorQuantise';

const near = (found: tf.Tensor, wanted: readonly number[]) => {
  const values = [...found.dataSync()];
  expect(values).toHaveLength(wanted.length);
  for (const [i, value] of values.entries()) expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 5);
};

describe('codes', () => {
  it('are as many as are in use', () => {
    tf.tidy(() => {
      near(codePerplexity(tf.tensor1d([3, 3, 3], 'int32'), 5), [1]);
      near(codePerplexity(tf.tensor1d([0, 1, 2, 3], 'int32'), 4), [4]);
      // Shares 3/4 and 1/4: (4/3)^(3/4) * 4^(1/4)
      near(codePerplexity(tf.tensor1d([1, 1, 0, 1], 'int32'), 8), [(4 / 3) ** 0.75 * 4 ** 0.25]);
    });
  });

  it('are sampled by softmax of logits with noise; one alone has the gradient of the mixture', () => {
    tf.tidy(() => {
      const logits_MK = tf.tensor2d([[Math.log(1), Math.log(3)]]);
      const none = tf.zeros<tf.Rank.R2>([1, 2]);
      near(gumbelSoftmax(logits_MK, none, { temperature: 1, isHard: false }), [0.25, 0.75]);
      near(gumbelSoftmax(logits_MK, none, { temperature: 0.5, isHard: false }), [0.1, 0.9]);
      const noise = tf.tensor2d([[Math.log(9), 0]]);
      near(gumbelSoftmax(logits_MK, noise, { temperature: 1, isHard: false }), [0.75, 0.25]);
      near(gumbelSoftmax(logits_MK, noise, { temperature: 1, isHard: true }), [1, 0]);
      const slope = (isHard: boolean) =>
        tf.grad((x) => tf.sum(tf.mul(gumbelSoftmax(x as tf.Tensor2D, none, { temperature: 1, isHard }), [[1, 5]])))(
          logits_MK,
        );
      near(slope(true), [...slope(false).dataSync()]);
      expect(slope(true).dataSync()[1]).toBeCloseTo(0.75 * 0.25 * 4, 5);
    });
  });

  it('are drawn with noise that is finite at both ends', () => {
    tf.tidy(() => {
      near(gumbelFrom(tf.tensor1d([0.5, 1 / Math.E])), [-Math.log(Math.log(2)), 0]);
      expect(
        gumbelFrom(tf.tensor1d([0, 1 - 2 ** -23]))
          .dataSync()
          .every(Number.isFinite),
      ).toBe(true);
    });
  });

  it('diverge from an even use by log K at most', () => {
    tf.tidy(() => {
      near(evenDivergence(tf.zeros([3, 4])), [0]);
      near(evenDivergence(tf.tensor2d([[100, 0, 0, 0]])), [Math.log(4)]);
      const entropy = -(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75));
      near(evenDivergence(tf.tensor2d([[0, Math.log(3)]])), [Math.log(2) - entropy]);
    });
  });

  it('are the nearest by direction, and move to the mean direction of those who chose them', () => {
    tf.tidy(() => {
      const codebook_KE = tf.tensor2d([
        [1, 0],
        [0, 1],
        [-1, 0],
      ]);
      const z_ME = tf.tensor2d([
        [0.8, 0.6],
        [0.6, 0.8],
        [0.96, 0.28],
      ]);
      const { codes_M, quantised_ME, commitment } = vectorQuantise(z_ME, codebook_KE);
      expect([...codes_M.dataSync()]).toEqual([0, 1, 0]);
      near(quantised_ME, [1, 0, 0, 1, 1, 0]);
      const distances = [0.2 ** 2 + 0.6 ** 2, 0.6 ** 2 + 0.2 ** 2, 0.04 ** 2 + 0.28 ** 2];
      near(commitment, [distances.reduce((sum, value) => sum + value, 0) / 6]);
      const through = tf.grad((z) =>
        tf.sum(tf.mul(vectorQuantise(z as tf.Tensor2D, codebook_KE).quantised_ME, [[2, 3]])),
      );
      near(through(z_ME), [2, 3, 2, 3, 2, 3]);

      const moved = nextCodebook(codebook_KE, { z_ME, codes_M, decay: 0.5 });
      const length = Math.hypot(1.76, 0.88);
      const first = [0.5 + (0.5 * 1.76) / length, (0.5 * 0.88) / length];
      const second = [0.3, 0.9];
      const unit = ([x = 0, y = 0]: number[]) => [x / Math.hypot(x, y), y / Math.hypot(x, y)];
      // Nobody chose the third.
      near(moved, [...unit(first), ...unit(second), -1, 0]);
    });
  });
});

describe('maskedDistance', () => {
  it('counts the pixels of hidden patches alone', () => {
    tf.tidy(() => {
      const prediction_NLP = tf.tensor3d([1, 2, 3, 4, 5, 6], [1, 3, 2]);
      const target_NLP = tf.tensor3d([9, 9, 2, 6, 9, 5], [1, 3, 2]);
      near(maskedDistance(prediction_NLP, target_NLP, tf.tensor2d([[0, 1, 1]])), [(1 + 2 + 4 + 1) / 4]);
    });
  });
});
