import { tensorCount } from '@assay/engine';
import { expect, test } from 'vitest';
import { createRng } from '../rng';
import { kaimingNormalFanOut, ones, truncatedNormal, zeros } from './initialisers';
import { createScope, disposeParameters, exportParameters, importParameters, type Scope } from './parameters';

function fillScope(seed = 0): Scope {
  const scope = createScope({ rng: createRng(seed) });
  scope.child('b').parameter({ name: 'weight', shape: [2, 3], layout: 'linear', init: truncatedNormal(0.02) });
  scope.child('b').parameter({ name: 'bias', shape: [3], init: zeros });
  scope.child('a.0').parameter({ name: 'weight', shape: [1, 2, 2, 3], layout: 'conv', init: kaimingNormalFanOut });
  scope.child('a.1').parameter({ name: 'running_mean', shape: [3], init: ones, isTrainable: false });
  return scope;
}

test('names are put together, and only weights decay', () => {
  const { parameters } = fillScope();
  expect(parameters.map(({ name, hasDecay, isTrainable }) => [name, hasDecay, isTrainable])).toEqual([
    ['b.weight', true, true],
    ['b.bias', false, true],
    ['a.0.weight', true, true],
    ['a.1.running_mean', false, false],
  ]);
});

test('a name is given once', () => {
  const scope = createScope({ rng: createRng(0), prefix: 'head' });
  scope.parameter({ name: 'bias', shape: [1], init: zeros });
  expect(() => scope.parameter({ name: 'bias', shape: [1], init: zeros })).toThrow('head.bias exists');
});

test('first values depend on seed and name, not on the order of making', () => {
  const scope = createScope({ rng: createRng(0) });
  scope.child('a.0').parameter({ name: 'weight', shape: [1, 2, 2, 3], layout: 'conv', init: kaimingNormalFanOut });
  const alone = exportParameters(scope.parameters)[0];
  const among = exportParameters(fillScope().parameters)[0];
  expect(alone).toEqual(among);
  expect(alone).not.toEqual(exportParameters(fillScope(1).parameters)[0]);
});

test('weights are stored as OIHW and out x in, in name order, and come back the same', () => {
  const before = tensorCount();
  const { parameters } = fillScope();
  const linear = { shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const conv = { shape: [3, 2, 1, 2], data: Float32Array.from({ length: 12 }, (_, i) => i) };
  const extra = { shape: [1], data: Float32Array.of(0) };
  const arrays = new Map([
    ['b.weight', linear],
    ['a.0.weight', conv],
    ['fc.bias', extra],
  ]);
  expect(importParameters(parameters, arrays, { partial: true })).toEqual(['fc.bias']);
  // in x out: the first row holds every output's first input.
  expect(Array.from(parameters[0]?.variable.dataSync() ?? [])).toEqual([1, 3, 5, 2, 4, 6]);
  // HWIO: the first three are the outputs at column 0, input 0.
  expect(Array.from(parameters[2]?.variable.dataSync().slice(0, 3) ?? [])).toEqual([0, 4, 8]);
  const stored = exportParameters(parameters);
  expect(stored.map(({ name }) => name)).toEqual(['a.0.weight', 'a.1.running_mean', 'b.bias', 'b.weight']);
  expect(stored[0]).toEqual({ name: 'a.0.weight', ...conv });
  expect(stored[3]).toEqual({ name: 'b.weight', ...linear });
  disposeParameters(parameters);
  expect(tensorCount()).toBe(before);
});

test('missing and misshapen weights are named, and nothing is changed then', () => {
  const { parameters } = fillScope();
  const start = exportParameters(parameters);
  const arrays = new Map(start.map(({ name, shape, data }) => [name, { shape, data: data.map((value) => value + 1) }]));
  const without = new Map(arrays);
  without.delete('a.0.weight');
  expect(() => importParameters(parameters, without)).toThrow('weights: a.0.weight is missing');
  const misshapen = new Map(arrays).set('a.1.running_mean', { shape: [4], data: new Float32Array(4) });
  expect(() => importParameters(parameters, misshapen)).toThrow('running_mean has shape [4], the network wants [3]');
  const short = new Map(arrays).set('a.1.running_mean', { shape: [3], data: new Float32Array(2) });
  expect(() => importParameters(parameters, short)).toThrow('2 values for shape [3]');
  expect(exportParameters(parameters)).toEqual(start);
});

test('initial weights have the spread that their sources name', () => {
  const rng = createRng(5);
  const shape = [3, 3, 8, 32];
  const conv = kaimingNormalFanOut({ rng, shape, layout: 'conv' });
  const deviation = Math.sqrt(conv.reduce((sum, value) => sum + value * value, 0) / conv.length);
  expect(deviation / Math.sqrt(2 / (9 * 32))).toBeCloseTo(1, 1);
  const cut = truncatedNormal(0.02)({ rng, shape: [5000], layout: 'plain' });
  expect(cut.every((value) => Math.abs(value) <= 0.04)).toBe(true);
  expect(Math.max(...cut)).toBeGreaterThan(0.03);
});
