import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import type { Parameter } from '../layers/parameters';
import { createRng } from '../rng';
import { createAccumulator } from './accumulate';
import { applyGradients } from './applyGradients';
import { createEma } from './ema';
import { createOptimizer } from './optimizer';
import { MODES } from './testing/program';
import { createParameters, difference, valuesOf } from './testing/reference';

const [BATCH, PARTS] = [12, 3];
const rates = { learningRate: { shape: [], dtype: 'float32' }, emaMomentum: { shape: [], dtype: 'float32' } } as const;

function example(step: number) {
  const rng = createRng(0, 'step', step);
  const values = (length: number) => Float32Array.from({ length }, () => rng.normal());
  return { x: values(BATCH * 3), y: values(BATCH * 2) };
}

/** Mean error of a small network over the pictures. */
function gradientsOf([weight, bias]: readonly Parameter[], x: tf.Tensor, y: tf.Tensor): tf.NamedTensorMap {
  if (!weight || !bias) throw new Error('two parameters');
  const variables = [weight.variable, bias.variable];
  const { value, grads } = tf.variableGrads(() => {
    const hidden = tf.tanh(tf.add(x, bias.variable)) as tf.Tensor2D;
    return tf.mean(tf.square(tf.sub(tf.matMul(hidden, weight.variable as tf.Tensor2D), y)));
  }, variables);
  value.dispose();
  return grads;
}

/** Three steps, each of a whole batch or of its parts; the first function adds, the second updates. */
function train(mode: keyof typeof MODES, parts: number) {
  const parameters = createParameters();
  const optimizer = createOptimizer(
    { kind: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01 },
    parameters,
  );
  const ema = createEma(parameters);
  const accumulator = createAccumulator(parameters, parts);
  const size = BATCH / parts;
  const program = MODES[mode](
    {
      accumulate({ x, y }) {
        if (x && y) accumulator.add(gradientsOf(parameters, x, y));
      },
      apply({ learningRate, emaMomentum }) {
        const update = { optimizer, ema, clipNorm: 0.5, clipValue: 0.3 };
        const scalars = { learningRate, emaMomentum } as Record<'learningRate' | 'emaMomentum', tf.Scalar>;
        return { norm: applyGradients(update, accumulator.take(), scalars) };
      },
    },
    {
      inputs: {
        accumulate: { x: { shape: [size, 3], dtype: 'float32' }, y: { shape: [size, 2], dtype: 'float32' } },
        apply: rates,
      },
      variables: [
        ...parameters.map(({ variable }) => variable),
        ...optimizer.variables,
        ...ema.variables,
        ...accumulator.variables,
      ],
    },
  );
  program.init();
  const norms = [0, 1, 2].map((step) =>
    tf.tidy(() => {
      const { x, y } = example(step);
      for (let part = 0; part < parts; part++) {
        program.run('accumulate', {
          x: tf.tensor(x.slice(part * size * 3, (part + 1) * size * 3), [size, 3]),
          y: tf.tensor(y.slice(part * size * 2, (part + 1) * size * 2), [size, 2]),
        });
      }
      const { norm } = program.run('apply', { learningRate: tf.scalar(0.1), emaMomentum: tf.scalar(0.9) });
      return norm?.dataSync()[0] ?? Number.NaN;
    }),
  );
  const result = { norms, weights: valuesOf(parameters), averages: valuesOf(ema.parameters) };
  expect(accumulator.variables.flatMap((variable) => [...variable.dataSync()]).every((value) => value === 0)).toBe(
    true,
  );
  program.close();
  for (const part of [optimizer, ema, accumulator]) part.dispose();
  tf.dispose(parameters.map(({ variable }) => variable));
  return result;
}

describe.each(Object.keys(MODES) as (keyof typeof MODES)[])('accumulated gradients, %s', (mode) => {
  it('step as the whole batch would', () => {
    const before = tf.memory().numTensors;
    const whole = train('executed', 1);
    const accumulated = train(mode, PARTS);
    expect(whole.norms.some((norm) => norm > 0.5)).toBe(true); // it clips
    for (const figure of ['norms', 'weights', 'averages'] as const) {
      expect(difference(accumulated[figure], whole[figure]), figure).toBeLessThan(1e-6);
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('applyGradients', () => {
  it('changes nothing when a gradient is not finite', () => {
    const parameters = createParameters();
    const optimizer = createOptimizer(
      { kind: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false, weightDecay: 0 },
      parameters,
    );
    const before = valuesOf(parameters);
    const update = { optimizer, clipNorm: 1, clipValue: null };
    const named = parameters.map(({ variable }) => [variable.name, tf.fill(variable.shape, Number.NaN)] as const);
    expect(() =>
      tf.tidy(() => applyGradients(update, Object.fromEntries(named), { learningRate: tf.scalar(1) })),
    ).toThrow(/the gradients' norm is not a finite number/);
    expect(valuesOf(parameters)).toEqual(before);
  });

  it('keeps both limits: the norm first, then each value', () => {
    const parameters = createParameters();
    const optimizer = createOptimizer(
      { kind: 'sgd', learningRate: 1, momentum: 0, nesterov: false, weightDecay: 0 },
      parameters,
    );
    const before = valuesOf(parameters);
    const [weight, bias] = parameters;
    if (!weight || !bias) throw new Error('two parameters');
    const gradients = {
      [weight.variable.name]: tf.tensor([
        [30, 0],
        [0, 0],
        [0, 0],
      ]),
      [bias.variable.name]: tf.tensor([40, 0, 0]),
    };
    const norm = applyGradients({ optimizer, clipNorm: 5, clipValue: 3.5 }, gradients, { learningRate: tf.scalar(1) });
    expect(norm.dataSync()[0]).toBe(50);
    const moved = valuesOf(parameters).map((value, i) => (before[i] ?? 0) - value);
    // By the norm 3 and 4, then 4 by value to 3.5.
    expect(difference(moved, [3, 0, 0, 0, 0, 0, 3.5, 0, 0])).toBeLessThan(1e-6);
  });
});
