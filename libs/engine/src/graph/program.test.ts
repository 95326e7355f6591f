import { describe, expect, test } from 'vitest';
import { tensorCount } from '../leakGuard';
import { tf } from '../tf';
import { createEagerProgram } from './eagerProgram';
import { compileProgram, type Program, type ProgramOptions } from './program';
import { createStepRandom } from './random';
import { recompute } from './recompute';
import type { TracedFunction } from './trace';
import { assertFinite, isTracing, NotFiniteError, update } from './update';

const X = { shape: [4, 2], dtype: 'float32' } as const;

function withProgram(
  functions: Record<string, TracedFunction>,
  options: ProgramOptions,
  use: (program: Program) => void,
  compile: typeof compileProgram = compileProgram,
): void {
  const program = compile(functions, options);
  try {
    program.init();
    use(program);
  } finally {
    program.close();
  }
}

/** Values of all outputs, which are disposed of. */
function values(outputs: Record<string, tf.Tensor>): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, tensor]) => {
      const found = Array.from(tensor.dataSync());
      tensor.dispose();
      return [name, found];
    }),
  );
}

function withWeight(use: (w: tf.Variable<tf.Rank.R2>, x: tf.Tensor2D) => void): void {
  const before = tf.memory();
  const w = tf.tidy(() => tf.variable(tf.tensor2d([1, 2, 3, 4], [2, 2])));
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
  try {
    use(w, x);
  } finally {
    w.dispose();
    x.dispose();
  }
  const after = tf.memory();
  expect(after.numTensors).toBe(before.numTensors);
  expect(after.numDataBuffers).toBe(before.numDataBuffers);
  expect(after.numBytes).toBe(before.numBytes);
}

describe.each([
  ['compiled', compileProgram],
  ['eager', createEagerProgram],
] as const)('a %s program', (_, compile) => {
  test('runs functions over one set of variables', () => {
    withWeight((w, x) => {
      const functions: Record<string, TracedFunction> = {
        step: ({ x }) => {
          w.assign(tf.sub(w, tf.mul(tf.mean(x as tf.Tensor, 0), 0.1)));
          return { sum: tf.sum(w) };
        },
        embed: ({ x }) => ({ z: tf.matMul(x as tf.Tensor, w) }),
      };
      withProgram(
        functions,
        { inputs: { step: { x: X }, embed: { x: X } }, variables: [w] },
        (program) => {
          expect(values(program.run('embed', { x }))).toEqual({ z: [7, 10, 15, 22, 23, 34, 31, 46] });
          expect(values(program.run('step', { x })).sum?.[0]).toBeCloseTo(10 - 0.1 * (4 + 5) * 2, 5);
          // mean(x) is [4, 5]: each row of w loses [.4, .5].
          const expected = [0.6, 1.5, 2.6, 3.5];
          for (const [i, value] of w.dataSync().entries()) expect(value).toBeCloseTo(expected[i] ?? 0, 5);
          expect(values({ twice: tf.mul(w, 2) }).twice?.[0]).toBeCloseTo(1.2, 5);
          expect(values(program.run('embed', { x })).z?.[0]).toBeCloseTo(0.6 + 2 * 2.6, 5);
        },
        compile,
      );
      // Closed: the values are the variable's own again.
      expect(w.dataSync()[0]).toBeCloseTo(0.6, 5);
    });
  });

  test('takes values that were assigned from outside after init', () => {
    withWeight((w) => {
      withProgram(
        { read: () => ({ w: tf.mul(w, 1) }) },
        { variables: [w] },
        (program) => {
          tf.tidy(() => w.assign(tf.tensor2d([9, 8, 7, 6], [2, 2])));
          program.init();
          expect(values(program.run('read'))).toEqual({ w: [9, 8, 7, 6] });
        },
        compile,
      );
    });
  });

  test('gradients and a chosen optimiser work as written', () => {
    withWeight((w, x) => {
      const step: TracedFunction = ({ x }) => {
        const { value, grads } = tf.variableGrads(
          () => tf.mean(tf.square(tf.matMul(x as tf.Tensor2D, w))) as tf.Scalar,
          [w],
        );
        const gradient = grads[w.name];
        if (!gradient) throw new Error('no gradient');
        w.assign(tf.sub(w, tf.mul(gradient, 0.01)));
        return { loss: value };
      };
      withProgram(
        { step },
        { inputs: { step: { x: X } }, variables: [w] },
        (program) => {
          const first = values(program.run('step', { x })).loss?.[0] ?? 0;
          expect(first).toBeCloseTo((49 + 100 + 225 + 484 + 529 + 1156 + 961 + 2116) / 8, 2);
          expect(values(program.run('step', { x })).loss?.[0]).toBeLessThan(first);
        },
        compile,
      );
    });
  });

  test('a value that is not finite stops the step before any change', () => {
    withWeight((w, x) => {
      const step: TracedFunction = ({ x }) => {
        w.assign(tf.add(w, 1));
        const loss = tf.sum(tf.log(x as tf.Tensor));
        assertFinite(loss, 'the loss');
        return { loss };
      };
      withProgram(
        { step },
        { inputs: { step: { x: X } }, variables: [w] },
        (program) => {
          tf.dispose(program.run('step', { x }));
          const bad = tf.neg(x);
          const run = () => program.run('step', { x: bad });
          expect(run).toThrow(NotFiniteError);
          expect(run).toThrow('the loss is not a finite number');
          bad.dispose();
          expect(Array.from(w.dataSync())).toEqual([2, 3, 4, 5]);
          tf.dispose(program.run('step', { x }));
          expect(Array.from(w.dataSync())).toEqual([3, 4, 5, 6]);
        },
        compile,
      );
    });
  });

  test('a recomputed part gives the same gradients', () => {
    withWeight((w, x) => {
      const gradients =
        (isRecomputed: boolean): TracedFunction =>
        ({ x }) => {
          const part = (h: tf.Tensor) => tf.tanh(tf.matMul(h as tf.Tensor2D, w));
          const loss = (given: tf.Tensor) =>
            tf.sum(
              tf.square(isRecomputed ? recompute([given], [w], ([h]) => part(h as tf.Tensor)) : part(given)),
            ) as tf.Scalar;
          const { grads } = tf.variableGrads(() => loss(tf.mul(x as tf.Tensor, 0.1)), [w]);
          return { gradient: grads[w.name] as tf.Tensor };
        };
      withProgram(
        { plain: gradients(false), again: gradients(true) },
        { inputs: { plain: { x: X }, again: { x: X } }, variables: [w] },
        (program) => {
          const { gradient: plain = [] } = values(program.run('plain', { x }));
          const { gradient: again = [] } = values(program.run('again', { x }));
          expect(Math.max(...plain.map(Math.abs))).toBeGreaterThan(0.01);
          for (const [i, value] of again.entries()) expect(value).toBeCloseTo(plain[i] ?? 0, 6);
        },
        compile,
      );
    });
  });

  test('random numbers follow from the seed that is fed', () => {
    const draw: TracedFunction = ({ seed }) => {
      const random = createStepRandom(seed as tf.Tensor);
      return { u: random.uniform([5]), n: random.normal([5]), p: random.permutation(6), b: random.bernoulli([5], 0.5) };
    };
    const inputs = { draw: { seed: { shape: [2], dtype: 'int32' } } } as const;
    withProgram(
      { draw },
      { inputs, variables: [] },
      (program) => {
        const run = (seed: number[]) => {
          const fed = tf.tensor1d(seed, 'int32');
          const found = values(program.run('draw', { seed: fed }));
          fed.dispose();
          return found;
        };
        const first = run([1, 2]);
        expect(run([1, 2])).toEqual(first);
        expect(run([1, 3])).not.toEqual(first);
        expect([...(first.p ?? [])].sort()).toEqual([0, 1, 2, 3, 4, 5]);
        expect(first.b?.every((value) => value === 0 || value === 1)).toBe(true);
      },
      compile,
    );
  });
});

test('compiled and executed programs draw the same numbers', () => {
  const draw: TracedFunction = ({ seed }) => ({ n: createStepRandom(seed as tf.Tensor).normal([100]) });
  const options = { inputs: { draw: { seed: { shape: [2], dtype: 'int32' } } }, variables: [] } as const;
  const found = [compileProgram, createEagerProgram].map((compile) => {
    let numbers: number[] = [];
    withProgram(
      { draw },
      options,
      (program) => {
        const seed = tf.tensor1d([7, 8], 'int32');
        numbers = values(program.run('draw', { seed })).n ?? [];
        seed.dispose();
      },
      compile as typeof compileProgram,
    );
    return numbers;
  });
  expect(found[0]).toEqual(found[1]);
});

test('an in-place operation is seen by what follows in the step', () => {
  withWeight((w) => {
    const average = tf.tidy(() => tf.variable(tf.zeros([2, 2])));
    const { binding } = tf.backend() as unknown as { binding: Record<string, number> };
    const type = { name: 'dtype', type: binding.TF_ATTR_TYPE ?? 0, value: binding.TF_FLOAT ?? 0 };
    const step: TracedFunction = () => {
      expect(isTracing()).toBe(true);
      update('AssignSubVariableOp', [type], [w], [tf.fill([2, 2], 0.5)]);
      average.assign(tf.add(tf.mul(average, 0.9), w));
      return undefined;
    };
    withProgram({ step }, { variables: [w, average] }, (program) => {
      expect(program.run('step')).toEqual({});
      expect(Array.from(average.dataSync())).toEqual([0.5, 1.5, 2.5, 3.5]);
    });
    average.dispose();
    expect(isTracing()).toBe(false);
  });
});

test('an in-place operation works on what was assigned before it in the step, and an assignment on what it left', () => {
  withWeight((w) => {
    const { binding } = tf.backend() as unknown as { binding: Record<string, number> };
    const type = { name: 'dtype', type: binding.TF_ATTR_TYPE ?? 0, value: binding.TF_FLOAT ?? 0 };
    const subtract = () => update('AssignSubVariableOp', [type], [w], [tf.fill([2, 2], 0.5)]);
    const step: TracedFunction = () => {
      w.assign(tf.mul(w, 10));
      subtract();
      w.assign(tf.mul(w, 2));
      subtract();
      return { w: tf.add(w, 0) };
    };
    withProgram({ step }, { variables: [w] }, (program) => {
      expect(values(program.run('step'))).toEqual({ w: [18.5, 38.5, 58.5, 78.5] });
      expect(Array.from(w.dataSync())).toEqual([18.5, 38.5, 58.5, 78.5]);
    });
  });
});

test('a variable that began as a clone of another has its own values', () => {
  withWeight((w) => {
    const shadow = tf.tidy(() => tf.variable(w.clone()));
    const step: TracedFunction = () => {
      w.assign(tf.add(w, 1));
      shadow.assign(tf.sub(shadow, 1));
      return undefined;
    };
    withProgram({ step }, { variables: [w, shadow] }, (program) => {
      program.run('step');
      expect(Array.from(w.dataSync())).toEqual([2, 3, 4, 5]);
      expect(Array.from(shadow.dataSync())).toEqual([0, 1, 2, 3]);
    });
    shadow.dispose();
  });
});

test('reports what it is made of and frees all of it', () => {
  withWeight((w, x) => {
    const { binding } = tf.backend() as unknown as { binding: { getNumOfTensors(): number } };
    x.dataSync();
    const before = tensorCount();
    const handles = binding.getNumOfTensors();
    withProgram(
      { step: ({ x }) => ({ y: tf.matMul(x as tf.Tensor2D, w) }) },
      { inputs: { step: { x: X } }, variables: [w] },
      (program) => {
        for (let i = 0; i < 5; i++) tf.dispose(program.run('step', { x }));
        expect(program.stats.variableBytes).toBe(16);
        expect(program.stats.functions.step?.estimatedPeakBytes).toBeGreaterThanOrEqual(32);
        expect(program.stats.functions.step?.nodes).toBeGreaterThan(2);
      },
    );
    expect(tensorCount()).toBe(before);
    // x is uploaded by its first use, w given back without a handle.
    expect(binding.getNumOfTensors()).toBeLessThanOrEqual(handles + 1);
  });
});
