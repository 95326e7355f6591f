import { tensorCount, tf } from '@assay/engine';
import { expect, test } from 'vitest';
import { createScope, disposeParameters } from '../layers/parameters';
import { createRng } from '../rng';
import { createMlp, type MlpOptions } from './mlp';

test('the projector normalises its hidden layer by the batch and ends linear', () => {
  const before = tensorCount();
  const scope = createScope({ rng: createRng(1), prefix: 'projector' });
  const project = createMlp(scope, [3, 4, 2]);
  expect(scope.parameters.map(({ name }) => name)).toEqual([
    'projector.layers.0.linear.weight',
    'projector.layers.0.norm.weight',
    'projector.layers.0.norm.bias',
    'projector.layers.0.norm.running_mean',
    'projector.layers.0.norm.running_var',
    'projector.layers.1.linear.weight',
    'projector.layers.1.linear.bias',
  ]);
  tf.tidy(() => {
    const x_ND = tf.tensor2d([1, 2, 3, -1, 0, 2, 4, -2, 1], [3, 3]);
    const z_ND = project(x_ND, { training: true });
    expect(z_ND.shape).toEqual([3, 2]);
    // Batch norm takes away scale and shift of what comes before it.
    const same = project(tf.add(tf.mul(x_ND, 3), 5), { training: true });
    for (const [i, value] of z_ND.dataSync().entries()) expect(same.dataSync()[i]).toBeCloseTo(value, 4);
    // In use a row no longer depends on the others.
    const alone = project(tf.slice(x_ND, [0, 0], [1, 3]), { training: false });
    const among = tf.slice(project(x_ND, { training: false }), [0, 0], [1, 2]);
    for (const [i, value] of alone.dataSync().entries()) expect(among.dataSync()[i]).toBeCloseTo(value, 5);
  });
  disposeParameters(scope.parameters);
  expect(tensorCount()).toBe(before);
});

test('layers have a bias where no batch norm follows, and batch norm at the end learns nothing', () => {
  const namesOf = (options: MlpOptions) => {
    const scope = createScope({ rng: createRng(1) });
    createMlp(scope, [3, 4, 2], options);
    disposeParameters(scope.parameters);
    return scope.parameters.map(({ name, isTrainable }) => (isTrainable ? name.slice(7) : `(${name.slice(7)})`));
  };
  expect(namesOf({ hasHiddenNorm: false })).toEqual([
    '0.linear.weight',
    '0.linear.bias',
    '1.linear.weight',
    '1.linear.bias',
  ]);
  const hidden = ['0.linear.weight', '0.norm.weight', '0.norm.bias', '(0.norm.running_mean)', '(0.norm.running_var)'];
  expect(namesOf({ end: 'none' })).toEqual([...hidden, '1.linear.weight']);
  const fixed = ['(1.norm.running_mean)', '(1.norm.running_var)'];
  expect(namesOf({ end: 'fixedNorm' })).toEqual([...hidden, '1.linear.weight', ...fixed]);
});

test('batch norm at the end gives each column mean 0 and variance 1, and in use what it has met', () => {
  const before = tensorCount();
  const scope = createScope({ rng: createRng(2) });
  const project = createMlp(scope, [3, 4, 2], { end: 'fixedNorm' });
  tf.tidy(() => {
    const x_ND = tf.tensor2d([1, 2, 3, -1, 0, 2, 4, -2, 1, 0, 1, -3], [4, 3]);
    const { mean, variance } = tf.moments(project(x_ND, { training: true }), 0);
    for (const value of mean.dataSync()) expect(value).toBeCloseTo(0, 5);
    for (const value of variance.dataSync()) expect(value).toBeCloseTo(1, 2);
    // After many passes the running statistics are the batch's own, but for the unbiased variance: 4 / 3 of it.
    for (let pass = 0; pass < 150; pass++) tf.tidy(() => project(x_ND, { training: true }));
    const spread = tf.moments(project(x_ND, { training: false }), 0).variance;
    for (const value of spread.dataSync()) expect(value).toBeGreaterThan(0.4);
    for (const value of spread.dataSync()) expect(value).toBeLessThan(1);
  });
  disposeParameters(scope.parameters);
  expect(tensorCount()).toBe(before);
});
