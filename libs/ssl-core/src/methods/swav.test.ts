import { MethodConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { createMethod } from './createMethod';
import { lossOf } from './method';
import { methodInput, RESNET } from './testing/pretrainings';

const [COUNT, SIDE] = [4, 16];

function create(config: object = {}) {
  const input = methodInput(RESNET, { inputSize: SIDE, channels: 1 });
  const method = createMethod(MethodConfig.parse({ kind: 'swav', projector: [8, 3], prototypes: 5, ...config }), input);
  const variable = (name: string) => {
    const found = method.parameters.find((parameter) => parameter.name === name);
    if (!found) throw new Error(`no ${name}`);
    return found.variable;
  };
  const dispose = () => {
    method.dispose();
    input.backbone.dispose();
  };
  return { method, variable, dispose };
}

const view = (seed: number) => tf.randomNormal<tf.Rank.R4>([COUNT, SIDE, SIDE, 1], 0, 1, 'float32', seed);
const lengths = (rows: tf.Tensor) => Array.from(tf.norm(rows, 2, 1).dataSync());

describe('SwAV', () => {
  it('leaves prototypes of length 1 behind, and needs two views', () => {
    const before = tf.memory().numTensors;
    const { method, variable, dispose } = create();
    tf.tidy(() => {
      expect(lengths(variable('prototypes.weight')).every((length) => Math.abs(length - 1) < 1e-5)).toBe(false);
      const { loss, codeEntropy, prototypeEntropy } = lossOf(method.loss([view(1), view(2)], {}));
      for (const length of lengths(variable('prototypes.weight'))) expect(length).toBeCloseTo(1, 5);
      for (const scalar of [codeEntropy, prototypeEntropy]) {
        expect(scalar?.dataSync()[0]).toBeGreaterThan(0);
        expect(scalar?.dataSync()[0]).toBeLessThan(Math.log(5) + 1e-5);
      }
      expect(loss.dataSync()[0]).toBeGreaterThan(0);
      expect(() => method.loss([view(1)], {})).toThrow(/two views/);
    });
    dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('keeps a queue of any length: the newest first, the oldest dropped, nothing before it may be filled', () => {
    const { method, variable, dispose } = create({ queue: { length: 6, startEpoch: 1 } });
    const rate = (step: number) => method.rates?.queueFills?.({ step, stepsPerEpoch: 10, epochs: 3 }) ?? Number.NaN;
    expect([0, 9, 10, 29].map(rate)).toEqual([0, 0, 1, 1]);
    tf.tidy(() => {
      const rows = () =>
        Array.from({ length: 6 }, (_, row) => Array.from(tf.slice(variable('queue.0'), [row, 0], [1, -1]).dataSync()));
      const step = (seed: number, queueFills: number) =>
        method.loss([view(seed), view(seed + 1)], { queueFills: tf.scalar(queueFills) });
      step(1, 0);
      expect(
        rows()
          .flat()
          .every((value) => value === 0),
      ).toBe(true);
      step(3, 1);
      const first = rows();
      expect(lengths(variable('queue.0')).map(Math.round)).toEqual([1, 1, 1, 1, 0, 0]);
      step(5, 1);
      expect(rows().slice(4)).toEqual(first.slice(0, 2));
      expect(rows().slice(0, 4)).not.toEqual(first.slice(0, 4));
      expect(variable('queue.1').dataSync()).not.toEqual(variable('queue.0').dataSync());
    });
    dispose();
  });
});
