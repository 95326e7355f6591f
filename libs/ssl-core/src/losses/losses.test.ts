import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { balancedClassWeights, crossEntropy } from './crossEntropy';
import crossEntropyCases from './fixtures/crossEntropy.json';
import maeCases from './fixtures/maeLoss.json';
import ntXentCases from './fixtures/ntXent.json';
import { maeLoss } from './maeLoss';
import { ntXent } from './ntXent';

/** Loss and gradient of our function against the fixture, to 1e-5; no tensor may stay behind. */
function check(x: tf.Tensor, loss: (x: tf.Tensor) => tf.Scalar, expected: { loss: number; gradient: unknown }) {
  const before = tf.memory().numTensors;
  const { value, grad } = tf.valueAndGrad(loss)(x);
  expect(Math.abs((value.dataSync()[0] ?? 0) - expected.loss)).toBeLessThan(1e-5);
  const wanted = tf.tidy(() => tf.max(tf.abs(tf.sub(grad, tf.tensor(expected.gradient as number[])))).dataSync()[0]);
  expect(wanted).toBeLessThan(1e-5);
  tf.dispose([value, grad]);
  expect(tf.memory().numTensors).toBe(before);
}

describe('losses against PyTorch, with their gradients', () => {
  it.each(ntXentCases)('ntXent of $z.length rows at temperature $temperature', ({ z, temperature, ...expected }) => {
    const x = tf.tensor2d(z);
    check(x, (z_MD) => ntXent(z_MD as tf.Tensor2D, temperature), expected);
    x.dispose();
  });

  it.each(maeCases)(
    'maeLoss, normalised pixels: $normalise',
    ({ prediction, target, mask, normalise, ...expected }) => {
      const x = tf.tensor3d(prediction);
      const target_NLP = tf.tensor3d(target);
      const mask_NL = tf.tensor2d(mask);
      check(x, (p_NLP) => maeLoss(p_NLP as tf.Tensor3D, target_NLP, mask_NL, normalise), expected);
      tf.dispose([x, target_NLP, mask_NL]);
    },
  );

  it.each(crossEntropyCases)('crossEntropy, smoothing $labelSmoothing, weights $classWeights', (testCase) => {
    const x = tf.tensor2d(testCase.logits);
    const labels_N = tf.tensor1d(testCase.labels, 'int32');
    const classWeights_C = testCase.classWeights ? tf.tensor1d(testCase.classWeights) : undefined;
    const { labelSmoothing } = testCase;
    const loss = (logits: tf.Tensor) =>
      crossEntropy(logits as tf.Tensor2D, labels_N, { labelSmoothing, classWeights_C });
    check(x, loss, testCase);
    tf.dispose([x, labels_N]);
    classWeights_C?.dispose();
  });
});

describe('losses at their edges', () => {
  it('ntXent needs two views of two pictures, and is finite for a row of zeros', () => {
    expect(() => tf.tidy(() => ntXent(tf.ones([2, 3]), 0.5))).toThrow(/two views/);
    expect(() => tf.tidy(() => ntXent(tf.ones([5, 3]), 0.5))).toThrow(/5 rows/);
    const value = tf.tidy(() => ntXent(tf.zeros([4, 3]), 0.5).dataSync()[0]);
    expect(value).toBeCloseTo(Math.log(3), 5); // all alike: one of three others by chance
  });

  it('balancedClassWeights gives each class the same sum', () => {
    expect([...balancedClassWeights([0, 0, 0, 2], 3)]).toEqual([4 / 9, 0, 4 / 3].map(Math.fround));
  });
});
