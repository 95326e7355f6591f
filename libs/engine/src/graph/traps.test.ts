import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tf } from '../tf';
import { eagerBackend } from './binding';
import { ProgramError } from './errors';
import { compileProgram, type ProgramOptions } from './program';
import type { TracedFunction } from './trace';

const INPUTS = {
  x: { shape: [4, 2], dtype: 'float32' },
  index: { shape: [3], dtype: 'int32' },
} as const;

let w: tf.Variable<tf.Rank.R2>;
let outside: tf.Tensor2D;
let before: { tensors: number; buffers: number; handles: number };

beforeEach(() => {
  w = tf.tidy(() => tf.variable(tf.tensor2d([1, 2, 3, 4], [2, 2])));
  outside = tf.tensor2d([1, 0, 0, 1], [2, 2]);
  const { numTensors, numDataBuffers } = tf.memory();
  before = { tensors: numTensors, buffers: numDataBuffers, handles: eagerBackend().binding.getNumOfTensors() };
});

afterEach(() => {
  const { numTensors, numDataBuffers } = tf.memory();
  expect({ tensors: numTensors, buffers: numDataBuffers }).toEqual({
    tensors: before.tensors,
    buffers: before.buffers,
  });
  expect(eagerBackend().binding.getNumOfTensors()).toBeLessThanOrEqual(before.handles);
  // The world is as it was: the eager backend works, on the caller's own tensors.
  expect(tf.getBackend()).toBe('tensorflow');
  expect(Math.random()).toBeLessThan(1);
  expect(Array.from(outside.dataSync())).toEqual([1, 0, 0, 1]);
  expect(Array.from(w.dataSync())).toEqual([1, 2, 3, 4]);
  tf.dispose([w, outside]);
});

function compile(step: TracedFunction, options: Partial<ProgramOptions> = {}) {
  return compileProgram({ step }, { inputs: { step: INPUTS }, variables: [w], ...options });
}

function x(inputs: Record<string, tf.Tensor>): tf.Tensor2D {
  return inputs.x as tf.Tensor2D; // INPUTS says so
}

const refused: [string, TracedFunction, RegExp][] = [
  [
    'a read',
    (inputs) => ({ y: tf.mul(x(inputs), x(inputs).dataSync()[0] ?? 0) }),
    /values of a tensor of shape \[4,2\] are read/,
  ],
  [
    'a choice by a value',
    (inputs) => ({ y: (tf.sum(x(inputs)).arraySync() as number) > 0 ? x(inputs) : tf.neg(x(inputs)) }),
    /an if on a value.*use tf\.where/,
  ],
  ['a tensor from outside', (inputs) => ({ y: tf.matMul(x(inputs), outside) }), /made outside the function: feed it/],
  [
    'host randomness',
    (inputs) => ({ y: tf.add(x(inputs), tf.randomNormal([4, 2])) }),
    /tf\.randomNormal draws random numbers on the host/,
  ],
  [
    'seeded host randomness, small',
    (inputs) => ({ y: tf.add(x(inputs), tf.randomUniform([4, 2], 0, 1, 'float32', 7)) }),
    /tf\.randomUniform .* seeded or not.*createStepRandom/,
  ],
  ['dropout', (inputs) => ({ y: tf.dropout(x(inputs), 0.5) }), /tf\.dropout draws/],
  ['seeded dropout', (inputs) => ({ y: tf.dropout(x(inputs), 0.5, undefined, 7) }), /tf\.dropout draws/],
  [
    'truncated normal with a seed',
    () => ({ y: tf.truncatedNormal([2], 0, 1, 'float32', 3) }),
    /tf\.truncatedNormal draws/,
  ],
  ['Math.random', (inputs) => ({ y: tf.mul(x(inputs), Math.random()) }), /Math\.random draws/],
  [
    'an optimizer of tfjs',
    (inputs) => ({
      loss: tf.train
        .adam(0.1)
        .minimize(() => tf.mean(tf.square(tf.matMul(x(inputs), w))) as tf.Scalar, true, [w]) as tf.Tensor,
    }),
    /tf\.Variables are made inside the function/,
  ],
  [
    'a new variable',
    (inputs) => ({ y: tf.add(x(inputs), tf.variable(tf.zeros([4, 2]))) }),
    /tf\.Variables are made inside/,
  ],
  [
    'a frozen batch',
    (inputs) => ({ y: tf.add(tf.sum(x(inputs)), tf.tensor(Float32Array.from({ length: 70_000 }, (_, i) => i))) }),
    /a constant of 70000 values.*feed it as an input/,
  ],
  ['sizes that do not fit', (inputs) => ({ y: tf.matMul(x(inputs), x(inputs)) }), /inner sides 2 and 4 differ/],
  [
    'a loss that is no scalar',
    (inputs) => ({
      loss: tf.variableGrads(() => tf.square(tf.matMul(x(inputs), w)) as unknown as tf.Scalar, [w]).value,
    }),
    /must return a scalar/,
  ],
  [
    'a read inside a gradient',
    (inputs) => ({
      loss: tf.variableGrads(() => {
        const h = tf.tanh(tf.matMul(tf.square(x(inputs)), w));
        return tf.mul(tf.sum(h), h.dataSync()[0] ?? 0) as tf.Scalar;
      }, [w]).value,
    }),
    /are read/,
  ],
  [
    'a size that depends on values',
    (inputs) => ({
      y: tf.image.nonMaxSuppression(
        tf.concat([x(inputs), x(inputs)], 1) as tf.Tensor2D,
        tf.squeeze<tf.Tensor1D>(tf.slice(x(inputs), [0, 0], [-1, 1])),
        3,
      ),
    }),
    /NonMaxSuppression\w*: .*depends on the data/,
  ],
  [
    'a tensor that tidy took',
    (inputs) => {
      const lost = tf.tidy(() => {
        lent = tf.square(x(inputs));
        return tf.add(lent, 1);
      });
      return { y: tf.add(lost, lent as tf.Tensor) };
    },
    /disposed/,
  ],
  ['an output that is no tensor', () => ({ y: 3 as unknown as tf.Tensor }), /output y is no tensor/],
  ['an async function', (async () => ({})) as unknown as TracedFunction, /async/],
];
let lent: tf.Tensor | undefined;

describe('what cannot be compiled says so, names the line, and leaves nothing behind', () => {
  test.each(refused)('%s', (_, step, message) => {
    expect(() => compile(step)).toThrow(message);
    expect(() => compile(step)).toThrow(ProgramError);
    expect(() => compile(step)).toThrow(/^step \(traps\.test\.ts:\d+\): /);
  });

  test('a variable that is not listed', () => {
    const other = tf.tidy(() => tf.variable(tf.zeros([4, 2])));
    expect(() => compile((inputs) => ({ y: tf.add(x(inputs), other) }))).toThrow(/list it as a variable/);
    other.dispose();
  });

  test('a variable twice, inputs of no function, a name that no graph takes', () => {
    expect(() => compile(() => undefined, { variables: [w, w] })).toThrow(/listed twice/);
    expect(() => compile(() => undefined, { inputs: { stepp: INPUTS } })).toThrow(/"stepp", which is no function/);
    expect(() => compileProgram({ 'a:b': () => undefined }, { variables: [] })).toThrow(/cannot name a function/);
  });

  test('too little memory', () => {
    const step: TracedFunction = (inputs) => ({ y: tf.matMul(x(inputs), w) });
    expect(() => compile(step, { memoryBytesMax: 10 })).toThrow(
      /needs about 101 MB \(1 MB of variables, .* and may use 1 MB/,
    );
  });

  test('an operation that nobody has described', () => {
    const run = () => {
      const backend = tf.backend() as unknown as ReturnType<typeof eagerBackend>;
      return { y: backend.executeSingleOutput('Betainc', [], [w, w, w]) };
    };
    expect(() => compile(run)).toThrow(/Betainc.*libs\/engine\/src\/graph\/shapes/);
  });
});

describe('what cannot be run says so', () => {
  function withStep(use: (program: ReturnType<typeof compile>, feeds: Record<string, tf.Tensor>) => void): void {
    const program = compile((inputs) => ({ y: tf.add(tf.matMul(x(inputs), w), tf.sum(inputs.index as tf.Tensor)) }));
    const feeds = { x: tf.ones([4, 2]), index: tf.tensor1d([0, 1, 2], 'int32') };
    try {
      use(program, feeds);
    } finally {
      program.close();
      tf.dispose(feeds);
    }
  }

  test('run before init and after close', () => {
    withStep((program, feeds) => {
      expect(() => program.run('step', feeds)).toThrow('step: call init() before the first run');
      program.close();
      expect(() => program.run('step', feeds)).toThrow('step: the program is closed');
      expect(() => program.init()).toThrow('closed');
    });
  });

  test('feeds of a wrong name, shape, type or batch', () => {
    withStep((program, feeds) => {
      program.init();
      const other = {
        wide: tf.ones([4, 3]),
        batch: tf.ones([5, 2]),
        whole: tf.ones([4, 2], 'int32'),
      };
      const run = (more: Record<string, tf.Tensor>) => () => program.run('step', { ...feeds, ...more });
      expect(run({ pixels: other.wide })).toThrow('step: there is no input "pixels"; it takes x, index');
      expect(run({ x: other.wide })).toThrow('step: input x must be float32 [4,2], not [4,3]');
      expect(run({ x: other.batch })).toThrow(/not \[5,2\]: a program has one batch size/);
      expect(run({ x: other.whole })).toThrow('step: input x must be float32 [4,2], not int32');
      const { index } = feeds;
      expect(() => program.run('step', index ? { index } : {})).toThrow(
        'input x must be float32 [4,2], and is missing',
      );
      expect(() => program.run('embed', feeds)).toThrow('there is no function "embed" in the program; it has step');
      tf.dispose(other);
      const gone = tf.ones([4, 2]);
      gone.dispose();
      expect(run({ x: gone })).toThrow('disposed of before the run');
      tf.dispose(program.run('step', feeds));
    });
  });
});
