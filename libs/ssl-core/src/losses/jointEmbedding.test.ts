import { normalise, tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { barlowTwins } from './barlowTwins';
import { batchContrast, queueContrast } from './contrast';
import { embeddingStd } from './embeddingStd';
import fixture from './fixtures/jointEmbedding.json';
import { negativeCosine } from './negativeCosine';
import { vicregTerms } from './vicreg';

const vicreg = (a_ND: tf.Tensor2D, b_ND: tf.Tensor2D) => {
  const { invariance, variance, covariance } = vicregTerms(a_ND, b_ND);
  return tf.add<tf.Scalar>(tf.mul(tf.add(invariance, variance), 25), covariance);
};

/** Loss and gradients, to 1e-5; with one gradient alone, none may reach the second argument. No tensor may stay behind. */
function check(
  lossOf: (a_ND: tf.Tensor2D, b_ND: tf.Tensor2D) => tf.Scalar,
  expected: { loss: number; gradients: number[][][] },
) {
  const [a_ND, b_ND] = [tf.tensor2d(fixture.a), tf.tensor2d(fixture.b)];
  const before = tf.memory().numTensors;
  const isGiven = expected.gradients.length === 1;
  const run = isGiven ? (a: tf.Tensor) => lossOf(a as tf.Tensor2D, b_ND) : lossOf;
  const { value, grads } = tf.valueAndGrads(run as (...args: tf.Tensor[]) => tf.Scalar)(
    isGiven ? [a_ND] : [a_ND, b_ND],
  ); // as: matrices, all of them
  expect(Math.abs((value.dataSync()[0] ?? 9) - expected.loss) / Math.abs(expected.loss)).toBeLessThan(1e-5);
  for (const [i, gradient] of expected.gradients.entries()) {
    const found = grads[i]?.dataSync() ?? [];
    for (const [j, wanted] of gradient.flat().entries()) expect(found[j], `argument ${i}`).toBeCloseTo(wanted, 4);
  }
  tf.dispose([value, ...grads]);
  expect(tf.memory().numTensors).toBe(before);
  if (isGiven) expect(() => tf.grad((b) => lossOf(a_ND, b as tf.Tensor2D))(b_ND)).toThrow(/Cannot compute gradient/);
  tf.dispose([a_ND, b_ND]);
}

describe('losses of two views against PyTorch, with their gradients', () => {
  it('negativeCosine', () => check(negativeCosine, fixture.negativeCosine));
  it('barlowTwins', () => check((a, b) => barlowTwins(a, b, 0.0051), fixture.barlowTwins));
  it('vicreg', () => check(vicreg, fixture.vicreg));
  it('batchContrast', () =>
    check((a, b) => batchContrast(normalise(a), normalise(b), 0.2).loss, fixture.batchContrast));
});

describe('losses of two views at their edges', () => {
  it('give what a network that knows nothing gets', () => {
    tf.tidy(() => {
      const same_ND = normalise(tf.ones<tf.Rank.R2>([4, 3]));
      const queue = { key_ND: same_ND, queue_KD: normalise(tf.ones<tf.Rank.R2>([7, 3])), temperature: 0.2 };
      expect(queueContrast(same_ND, queue).loss.dataSync()[0]).toBeCloseTo(Math.log(8), 4);
      expect(batchContrast(same_ND, same_ND, 0.2).loss.dataSync()[0]).toBeCloseTo(0.4 * Math.log(4), 4);
      expect(barlowTwins(same_ND, same_ND, 0.0051).dataSync()[0]).toBeCloseTo(3, 4);
      expect(vicreg(same_ND, same_ND).dataSync()[0]).toBeCloseTo(25 * (1 - 0.01), 3);
    });
  });

  it('know a perfect answer', () => {
    tf.tidy(() => {
      const apart_ND = tf.tensor2d([1, 0, 0, 1], [2, 2]);
      expect(batchContrast(apart_ND, apart_ND, 0.01).contrastAccuracy.dataSync()[0]).toBe(1);
      expect(batchContrast(apart_ND, tf.reverse(apart_ND, 0), 0.01).contrastAccuracy.dataSync()[0]).toBe(0);
      expect(negativeCosine(apart_ND, tf.mul(apart_ND, 3)).dataSync()[0]).toBeCloseTo(-1, 6);
      // Two dimensions that vary by 1 and not together.
      const even_ND = tf.tensor2d([1, 1, 1, -1, -1, 1, -1, -1], [4, 2]);
      expect(barlowTwins(even_ND, even_ND, 0.0051).dataSync()[0]).toBeCloseTo(0, 4);
      expect(vicreg(even_ND, even_ND).dataSync()[0]).toBeCloseTo(0, 5);
    });
  });

  it('need two pictures where they compare over the batch', () => {
    const one_ND = tf.ones<tf.Rank.R2>([1, 3]);
    expect(() => tf.tidy(() => barlowTwins(one_ND, one_ND, 1))).toThrow(/two pictures/);
    expect(() => tf.tidy(() => vicregTerms(one_ND, one_ND))).toThrow(/two pictures/);
    one_ND.dispose();
  });

  it('embeddingStd is 0 for a collapsed batch and 1 for one spread over the sphere', () => {
    tf.tidy(() => {
      expect(embeddingStd(tf.ones([6, 5])).dataSync()[0]).toBeCloseTo(0, 5);
      const axes_ND = tf.concat([tf.eye(4), tf.mul(tf.eye(4), -2)]) as tf.Tensor2D; // as: eye is a matrix
      expect(embeddingStd(axes_ND).dataSync()[0]).toBeCloseTo(1, 5);
    });
  });
});
