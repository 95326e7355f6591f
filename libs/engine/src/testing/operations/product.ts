import { attribute } from '../../native';
import { linear } from '../../ops/linear';
import { tf } from '../../tf';
import { type Calls, raw, some, withGradient } from './calls';

export const PRODUCT_CALLS: Calls = {
  'of two matrices': () => {
    withGradient([[2, 5, 3], [3, 4], [4]], linear);
    withGradient(
      [
        [4, 3],
        [4, 2],
      ],
      (a, b) => tf.matMul(a, b, true, false),
    );
    raw('MatMul', [some(3, 4), some(3, 2)], [attribute.bool('transpose_a', true)]);
    tf.dot(some(3), some(3));
  },
  'of batches of matrices': () => {
    withGradient(
      [
        [5, 4, 3],
        [5, 4, 2],
      ],
      (a, b) => tf.matMul(a, b, true, false),
    );
    withGradient(
      [
        [4, 3],
        [2, 3],
      ],
      (a, b) => tf.matMul(a, b, false, true),
    );
    withGradient(
      [
        [2, 1, 4, 3],
        [2, 1, 3, 5],
      ],
      (a, b) => tf.matMul(a, b),
    );
    tf.matMul(some(2, 1, 4, 3), some(3, 3, 5));
    raw('BatchMatMul', [some(2, 4, 3), some(2, 3, 5)]);
  },
  'by an equation': () => {
    tf.einsum('bij,bjk->bik', some(2, 3, 4), some(2, 4, 5));
    tf.einsum('ij->ji', some(2, 3));
    tf.einsum('i,j->ij', some(2), some(3));
    tf.einsum('ij,ij->', some(2, 3), some(2, 3));
  },
  'fused with a bias': () => {
    raw('BiasAdd', [some(2, 3, 4, 5), some(5)]);
    raw('BiasAddGrad', [some(2, 3, 4, 5)]);
    tf.fused.matMul({ a: some(2, 3), b: some(3, 4), bias: some(4), activation: 'relu' });
  },
};
