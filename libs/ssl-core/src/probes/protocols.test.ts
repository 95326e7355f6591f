import { tensorCount } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { createRng } from '../rng';
import knnCases from './fixtures/dinoKnn.json';
import sweepCases from './fixtures/sweep.json';
import { knnClassify } from './knn';
import { linearProbeScores } from './linear';
import { fitLinearSweep } from './linearSweep';
import { createSweepTrainer, type SweepTrainerOptions } from './sweepTrainer';

const flat = (rows: number[][]) => Float32Array.from(rows.flat());

function largestDifference(got: readonly number[], wanted: readonly number[]): number {
  expect(got.length).toBe(wanted.length);
  return Math.max(...got.map((value, i) => Math.abs(value - (wanted[i] ?? Number.NaN))));
}

describe("kNN against DINO's", () => {
  it.each(knnCases)('k $k, temperature $temperature, $classes classes', (fixture) => {
    const { bank, labels, queries, scores, predicted, ...options } = fixture;
    const got = knnClassify({ bankFeatures: flat(bank), bankLabels: labels, features: flat(queries), ...options });
    expect(largestDifference(got.flat(), scores.flat())).toBeLessThan(1e-6);
    expect(got.map((row) => row.indexOf(Math.max(...row)))).toEqual(predicted);
  });
});

describe.each(['compiled', 'eager'] as const)('the heads of a sweep against torch.optim.SGD, %s', (engine) => {
  it.each(sweepCases)('$classes classes, normalise $normalise, momentum $momentum', (fixture) => {
    const { features, labels, first, heads, epochs, normalise, ...options } = fixture;
    const { batchSize, classes } = options;
    const trainer = createSweepTrainer({
      ...options,
      engine,
      normalise: normalise as SweepTrainerOptions['normalise'], // as the script writes it
      dimension: 5,
      first: flat(first),
    });
    for (let epoch = 0; epoch < epochs; epoch++) {
      const factor = 0.5 * (1 + Math.cos((Math.PI * epoch) / epochs));
      for (let start = 0; start < features.length; start += batchSize) {
        const end = start + batchSize;
        trainer.step(flat(features.slice(start, end)), labels.slice(start, end), factor);
      }
    }
    const got = trainer.heads();
    trainer.close();
    expect(got).toHaveLength(heads.length);
    for (const [r, { weights, bias, mean, deviation }] of got.entries()) {
      const wanted = heads[r];
      expect(largestDifference([...weights], wanted?.weights.flat() ?? [])).toBeLessThan(2e-5);
      expect(largestDifference([...bias], wanted?.bias ?? [])).toBeLessThan(2e-5);
      // Together with the running statistics: what the head says of the pictures.
      const logits = features.slice(0, 6).map((row) =>
        Array.from({ length: classes }, (_, c) =>
          row.reduce((sum, x, d) => {
            return sum + (weights[c * 5 + d] ?? 0) * ((x - (mean[d] ?? 0)) / (deviation[d] ?? 1));
          }, bias[c] ?? 0),
        ),
      );
      // Logits of a large rate are in the hundreds, and float32 has seven digits.
      const scale = Math.max(1, ...(wanted?.logits.flat() ?? []).map(Math.abs));
      expect(largestDifference(logits.flat(), wanted?.logits.flat() ?? []) / scale).toBeLessThan(2e-5);
    }
  });
});

describe('fitLinearSweep', () => {
  const options = { learningRates: [1e-4, 0.3], momentum: 0.9, weightDecay: 0, normalise: 'batch' } as const;
  const rng = createRng(5);
  // Classes 0 and 2 lie apart in the second feature alone; class 1 never occurs.
  const labels = Int32Array.from({ length: 40 }, (_, n) => (n % 2) * 2);
  const features = Float32Array.from({ length: 80 }, (_, i) =>
    i % 2 === 0 ? 10 * rng.normal() : (labels[i >> 1] ?? 0) * 2 + 0.3 * rng.normal(),
  );
  const fit = (changes: object = {}) =>
    fitLinearSweep(
      { featuresOf: () => features, labels, classes: 3, rng: createRng(1, 'probe') },
      { ...options, epochs: 30, batchSize: 16, engine: 'compiled', ...changes },
    );
  const accuracyOf = (probe: Awaited<ReturnType<typeof fit>>[number] | undefined) => {
    if (!probe) return 0;
    const scores = linearProbeScores(probe, features);
    return scores.filter((row, n) => row.indexOf(Math.max(...row)) === labels[n]).length / labels.length;
  };

  it('learns at the right rate, gives an unseen class 0, and leaves no tensor behind', async () => {
    const before = tensorCount();
    const [slow, right] = await fit();
    expect(tensorCount()).toBe(before);
    expect(accuracyOf(right)).toBe(1);
    expect(accuracyOf(slow)).toBeLessThan(1);
    if (!right) throw new Error('two rates, two probes');
    expect(right.isConverged).toBe(true);
    const [row = []] = linearProbeScores(right, features.subarray(0, 2));
    expect(row[1]).toBe(0);
    expect((row[0] ?? 0) + (row[2] ?? 0)).toBeCloseTo(1, 12);
  });

  it('gives the same bits again, and takes all pictures where there are fewer than a batch', async () => {
    expect(await fit()).toEqual(await fit());
    const [, right] = await fit({ batchSize: 1000, epochs: 60 });
    expect(accuracyOf(right)).toBe(1);
  });

  it('asks for the features of every epoch, and refuses a single class', async () => {
    const asked: number[] = [];
    const data = { labels, classes: 3, rng: createRng(1) };
    const featuresOf = (epoch: number) => {
      asked.push(epoch);
      return features;
    };
    await fitLinearSweep({ ...data, featuresOf }, { ...options, epochs: 3, batchSize: 16, engine: 'eager' });
    expect(asked).toEqual([0, 1, 2]);
    const single = { ...data, labels: new Int32Array(40), featuresOf };
    await expect(fitLinearSweep(single, { ...options, epochs: 3, batchSize: 8, engine: 'eager' })).rejects.toThrow(
      /two classes/,
    );
  });
});
