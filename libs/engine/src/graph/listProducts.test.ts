import { expect, test } from 'vitest';
import { conv2d } from '../ops/conv2d';
import { depthwiseConv2d } from '../ops/depthwiseConv2d';
import { tf } from '../tf';
import { block } from './block';
import { listProducts } from './listProducts';

test('products are counted by their weights, and a fast convolution as a plain one', () => {
  const [wide, deep, matrix] = [
    tf.variable(tf.zeros([3, 3, 64, 64])),
    tf.variable(tf.zeros([3, 3, 64, 1])),
    tf.variable(tf.zeros([64, 10])),
  ] as const;
  const run = ({ x }: Record<string, tf.Tensor>) => {
    const options = { stride: 1, padding: 1 };
    // The shapes of the variables above.
    const y = block('stem', () => conv2d(x as tf.Tensor4D, wide as tf.Variable<tf.Rank.R4>, options));
    const z = depthwiseConv2d(y, deep as tf.Variable<tf.Rank.R4>, { ...options, stride: 2 });
    const features = tf.mean<tf.Tensor2D>(z, [1, 2]);
    const scores = tf.matMul(features, tf.reshape<tf.Rank.R2>(matrix, [64, 10]));
    return { similar: tf.matMul(scores, scores, false, true) };
  };
  const inputs = { x: { shape: [2, 32, 32, 64], dtype: 'float32' } } as const;
  const products = listProducts(run, { variables: [wide, deep, matrix], inputs });
  expect(products).toEqual([
    { weight: 0, block: 'stem', output: [2, 32, 32, 64], multiplyAdds: 2 * 32 * 32 * 64 * 9 * 64 },
    { weight: 1, block: '', output: [2, 16, 16, 64], multiplyAdds: 2 * 16 * 16 * 64 * 9 },
    { weight: 2, block: '', output: [2, 10], multiplyAdds: 2 * 64 * 10 },
    { weight: undefined, block: '', output: [2, 2], multiplyAdds: 2 * 2 * 10 },
  ]);
  tf.dispose([wide, deep, matrix]);
});
