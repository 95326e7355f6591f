import { openEngine, tensorCount, tf } from '@assay/engine';
import { beforeAll, expect, test } from 'vitest';
import { createScope, disposeParameters } from '../layers/parameters';
import { createRng } from '../rng';
import { createMlp } from './mlp';

beforeAll(() => {
  openEngine();
});

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
