import { describe, expect, it } from 'vitest';
import { tf } from '../tf';
import { collectGarbage } from './collectGarbage';
import { compileProgram, type Program } from './program';

/** TensorFlow copies what does not lie at a multiple of 64 bytes; among so many arrays some do. */
const ARRAYS = 64;
const LENGTH = 256;

describe('memory of variables', () => {
  it('is not what JavaScript gave as their first values', async () => {
    const { variables, isHeld } = createVariables();
    const program = compileProgram({ step: () => {} }, { variables });
    program.init();
    expect(await isHeld()).toBe(0);
    end(program, variables);
  });

  it.each([
    { view: 'as it is', length: LENGTH, of: (x: tf.Tensor) => x },
    { view: 'in another shape', length: LENGTH, of: (x: tf.Tensor) => tf.expandDims(x) },
    { view: 'a slice of it', length: 2 * LENGTH, of: (x: tf.Tensor) => tf.slice(x, [0], [LENGTH]) },
    { view: 'a piece of it', length: 2 * LENGTH, of: (x: tf.Tensor) => tf.split(x, 2)[0] ?? x },
  ])('is not what JavaScript feeds: $view', async ({ length, of }) => {
    const names = Array.from({ length: ARRAYS }, (_, i) => `x${i}`);
    const variables = names.map(() => tf.tidy(() => tf.variable(of(tf.zeros([length])))));
    const take = (fed: Record<string, tf.Tensor>) => {
      for (const [i, name] of names.entries()) variables[i]?.assign(of(fed[name] ?? tf.zeros([length])));
      return undefined;
    };
    const inputs = {
      take: Object.fromEntries(names.map((name) => [name, { shape: [length], dtype: 'float32' as const }])),
    };
    const program = compileProgram({ take }, { variables, inputs });
    program.init();
    const { tensors, isHeld } = createTensors(length);
    program.run('take', Object.fromEntries(tensors.map((tensor, i) => [`x${i}`, tensor])));
    tf.dispose(tensors);
    tensors.length = 0;
    expect(await isHeld()).toBe(0);
    for (const [i, variable] of variables.entries()) expect(variable.dataSync()[0]).toBe(i);
    end(program, variables);
  });
});

function createVariables() {
  const { tensors, isHeld } = createTensors(LENGTH);
  const variables = tensors.map((tensor) => tf.variable(tensor));
  tf.dispose(tensors);
  return { variables, isHeld };
}

/** Tensors over arrays of their own, and how many of the arrays somebody still holds. */
function createTensors(length: number) {
  const arrays: WeakRef<Float32Array>[] = [];
  const tensors = Array.from({ length: ARRAYS }, (_, i) => {
    const values = new Float32Array(length).fill(i);
    arrays.push(new WeakRef(values));
    return tf.tensor1d(values);
  });
  const isHeld = async () => {
    // What a WeakRef was made for lives until the present task is over.
    await new Promise((resolve) => setTimeout(resolve, 0));
    collectGarbage();
    return arrays.filter((array) => array.deref() !== undefined).length;
  };
  return { tensors, isHeld };
}

function end(program: Program, variables: tf.Variable[]): void {
  program.close();
  tf.dispose(variables);
}
