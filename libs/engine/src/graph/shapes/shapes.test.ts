import { beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../openEngine';
import { type Calls, ints, raw, some } from '../../testing/operations/calls';
import { CONSTANTS_CALLS } from '../../testing/operations/constants';
import { CONVOLUTION_CALLS } from '../../testing/operations/convolution';
import { ELEMENTWISE_CALLS } from '../../testing/operations/elementwise';
import { FOURIER_CALLS } from '../../testing/operations/fourier';
import { IMAGE_CALLS } from '../../testing/operations/image';
import { INDEXING_CALLS } from '../../testing/operations/indexing';
import { JOINING_CALLS } from '../../testing/operations/joining';
import { LAYOUT_CALLS } from '../../testing/operations/layout';
import { MATRICES_CALLS } from '../../testing/operations/matrices';
import { NORMALISATION_CALLS } from '../../testing/operations/normalisation';
import { POOLING_CALLS } from '../../testing/operations/pooling';
import { PRODUCT_CALLS } from '../../testing/operations/product';
import { RANDOM_CALLS } from '../../testing/operations/random';
import { REDUCTION_CALLS } from '../../testing/operations/reduction';
import { SLICING_CALLS } from '../../testing/operations/slicing';
import { shadow, withShadow } from '../../testing/shadow';
import { tf } from '../../tf';
import { eagerBackend } from '../binding';
import { CONSTANTS } from './constants';
import { CONVOLUTION } from './convolution';
import { ELEMENTWISE } from './elementwise';
import { FOURIER } from './fourier';
import { IMAGE } from './image';
import { knownOperations } from './index';
import { INDEXING } from './indexing';
import { JOINING } from './joining';
import { LAYOUT } from './layout';
import { MATRICES } from './matrices';
import { NORMALISATION } from './normalisation';
import { POOLING } from './pooling';
import { PRODUCT } from './product';
import { RANDOM } from './random';
import { REDUCTION } from './reduction';
import { REFUSALS } from './refused';
import { SLICING } from './slicing';

const FAMILIES: [name: string, functions: object, calls: Calls][] = [
  ['constants', CONSTANTS, CONSTANTS_CALLS],
  ['convolution', CONVOLUTION, CONVOLUTION_CALLS],
  ['elementwise', ELEMENTWISE, ELEMENTWISE_CALLS],
  ['fourier', FOURIER, FOURIER_CALLS],
  ['image', IMAGE, IMAGE_CALLS],
  ['indexing', INDEXING, INDEXING_CALLS],
  ['joining', JOINING, JOINING_CALLS],
  ['layout', LAYOUT, LAYOUT_CALLS],
  ['matrices', MATRICES, MATRICES_CALLS],
  ['normalisation', NORMALISATION, NORMALISATION_CALLS],
  ['pooling', POOLING, POOLING_CALLS],
  ['product', PRODUCT, PRODUCT_CALLS],
  ['random', RANDOM, RANDOM_CALLS],
  ['reduction', REDUCTION, REDUCTION_CALLS],
  ['slicing', SLICING, SLICING_CALLS],
];

const met = new Set<string>();

beforeAll(() => {
  openEngine();
});

describe.each(FAMILIES)('%s', (_name, functions, calls) => {
  const metHere = new Set<string>();

  test.each(Object.entries(calls))('%s: as TensorFlow does', (_what, call) => {
    const report = shadow(() => tf.tidy(call));
    expect(report.differences).toEqual([]);
    for (const op of report.met.keys()) {
      met.add(op);
      metHere.add(op);
    }
  });

  test('every operation of the family was executed', () => {
    expect(Object.keys(functions).filter((op) => !metHere.has(op))).toEqual([]);
  });
});

test('of all operations that are known, only those refused on purpose were not executed', () => {
  expect(knownOperations().filter((op) => !met.has(op))).toEqual(Object.keys(REFUSALS).sort());
});

test('the shadow reports an operation that a compiled step cannot hold', () => {
  const run = () => tf.tidy(() => void raw('Unique', [ints(1, 1)], [], 2));
  expect(() => withShadow(run)).toThrow(/Unique: its output size depends on the data/);
});

test('the shadow knows tensors from before it, and leaves the backend as it was', () => {
  const { binding } = eagerBackend();
  tf.tidy(() => {
    const before = tf.add(some(2, 3), 1);
    expect([...withShadow(() => tf.relu(before)).keys()]).toEqual(['Relu']);
    expect(eagerBackend().binding).toBe(binding);
  });
});
