import { expect, test } from 'vitest';
import { checkSameFigures } from './checkSameFigures';
import type { Side } from './rounds';

const side = (name: string, ...figures: Record<string, number | null>[]): Side => ({
  name,
  ready: { versions: {}, baseMb: 1 },
  runs: figures.map((of) => ({ seconds: { all: 1 }, cpuSeconds: 1, startCpuSeconds: 1, peakMb: 1, figures: of })),
});

test('figures of both sides agree to 1e-6, in every run', () => {
  const theirs = side('peer', { ap: 0.5, apSmall: null }, { ap: 0.5, apSmall: null });
  checkSameFigures(side('ours', { ap: 0.5 + 5e-7, apSmall: null }), theirs);
  expect(() => checkSameFigures(side('ours', { ap: 0.500002, apSmall: null }), theirs)).toThrow(
    /ap: ours says 0.500002/,
  );
  expect(() => checkSameFigures(side('ours', { ap: 0.5, apSmall: 0 }), theirs)).toThrow(/apSmall: ours says 0, peer/);
  checkSameFigures(side('ours', { ap: 0.50002, apSmall: null }), theirs, 1e-4);
  expect(() => checkSameFigures(side('ours', { ap: 0.5 }), theirs)).toThrow(/apSmall: ours says undefined/);
  const fickle = side('peer', { ap: 0.5 }, { ap: 0.6 });
  expect(() => checkSameFigures(side('ours', { ap: 0.5 }), fickle)).toThrow(/ap: peer says 0.6/);
  expect(() => checkSameFigures(side('ours', { ap: 0.5 }), side('peer', {}))).toThrow(/no figures/);
});
