import type { Prepared } from './datasets';
import type { MethodRow } from './rows';

/** A machine without wide vectors. */
export const MACHINE = { cpu: 'c', cores: 2, memoryGb: 4, simd: [] as string[], system: 's' };

/** The set `boards` for tests that read no picture. */
export const BOARDS: Prepared = {
  name: 'boards',
  isColoured: false,
  digest: 'a'.repeat(64),
  artifactsUrl: 'file:/nowhere',
  packFolder: '/nowhere',
  input: { size: 48, pack: 72, channels: 1 },
  trainPictures: 100,
  testPictures: 40,
};

/** A row of `boards` on the ResNet for tests, as a run would have stored it. */
export function testRow(method: string, seed: number, accuracy: number, fields: object = {}): MethodRow {
  const figures = { accuracy, balancedAccuracy: accuracy, protocol: null };
  const isPretrained = method !== 'random';
  const facts = { dataset: 'boards', backbone: 'resnet', method, seed, outcome: 'measured', majorityShare: 0.5 };
  const cost = {
    epochs: isPretrained ? 40 : null,
    steps: isPretrained ? 400 : null,
    trainSeconds: isPretrained ? 88 : null,
    peakMb: 700,
  };
  const origin = { commit: 'abc', machine: MACHINE, othersShare: 0.2, isQuick: false, datasetDigest: 'd' };
  const key = `boards/resnet/${method}/seed${seed}`;
  return { key, ...facts, ...cost, ...origin, knn: figures, linear: figures, ...fields } as unknown as MethodRow;
}
