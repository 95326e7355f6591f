import { describe, expect, test } from 'vitest';
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
import { withRecorder } from '../backend';
import { eagerBackend } from '../binding';
import { ProgramError } from '../errors';
import type { GraphNode } from '../nodes';
import { createRecorder } from '../recorder';
import { openSession } from '../session';
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
const loaded = new Set<string>();

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

  test.each(Object.entries(calls))('%s: as TensorFlow infers', (_what, call) => {
    const nodes = record(call);
    load(nodes);
    for (const { op } of nodes) loaded.add(op);
  });

  test('every operation of the family was executed', () => {
    expect(Object.keys(functions).filter((op) => !metHere.has(op))).toEqual([]);
  });
});

/** Calls as nodes, on shapes alone. */
function record(call: () => void): GraphNode[] {
  const recorder = createRecorder(eagerBackend().binding, { precision: 'float32', device: '' });
  withRecorder(recorder, () => tf.tidy(call));
  return recorder.nodes;
}

/** @throws ProgramError when TensorFlow's own inference contradicts a node's `_output_shapes` */
function load(nodes: readonly GraphNode[]): void {
  openSession(nodes).close();
}

test('of all operations that are known, only those refused on purpose were not executed', () => {
  const refused = Object.keys(REFUSALS).sort();
  expect(knownOperations().filter((op) => !met.has(op))).toEqual(refused);
  expect(knownOperations().filter((op) => !loaded.has(op))).toEqual(refused);
});

/** The same nodes, where one output of one node is one too long, or has an axis too many. */
function withWrongShape(nodes: readonly GraphNode[], wrong: GraphNode, output: number): GraphNode[] {
  const shapes = wrong.outputs.map(({ shape }, i) => {
    const [first = 0, ...rest] = shape;
    return i === output ? [first + 1, ...rest] : shape;
  });
  const attributes = wrong.attributes.filter(({ name }) => name !== '_output_shapes');
  const changed: GraphNode = {
    ...wrong,
    attributes: [...attributes, { name: '_output_shapes', kind: 'shapes', value: shapes }],
  };
  return nodes.map((node) => (node === wrong ? changed : node));
}

test('TensorFlow notices a wrong shape when it loads a graph', () => {
  const tried = new Set<string>();
  const unnoticed: string[] = [];
  for (const nodes of FAMILIES.flatMap(([, , calls]) => Object.values(calls).map(record))) {
    for (const node of nodes) {
      for (const output of node.outputs.keys()) {
        const place = `${node.op}:${output}`;
        if (tried.has(place)) continue;
        tried.add(place);
        try {
          load(withWrongShape(nodes, node, output));
          unnoticed.push(place);
        } catch (error) {
          expect(error).toBeInstanceOf(ProgramError);
          expect(String(error)).toContain(`Node '${node.name}' has an _output_shapes attribute inconsistent`);
        }
      }
    }
  }
  // What cuDNN reserves has no fixed shape: TensorFlow's inference leaves it open.
  expect(unnoticed).toEqual(['FusedBatchNormV3:5']);
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
