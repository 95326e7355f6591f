import { describe, expect, it } from 'vitest';
import { COLLAPSE_LIMITS, type CollapseSignal, findCollapse, type SignalScale } from './collapse';

const entropy = { largest: Math.log(256), bad: ['zero', 'largest'] } as const;
const scale: SignalScale = { dimension: 64, constantLoss: Math.log(127), entropy };
const history = (signal: CollapseSignal, values: readonly number[]) =>
  values.map((value, i) => ({ step: 10 * (i + 1), [signal]: value }));
const found = (signal: CollapseSignal, values: readonly number[]) => findCollapse(history(signal, values), scale);

describe('findCollapse', () => {
  it.each([
    ['std', [0.08, 0.09, 0.1, 0.11]],
    // Rises from a young network's small spread.
    ['std', [0.01, 0.02, 0.05, 0.08]],
    // Falls, though not to a tenth.
    ['std', [0.1, 0.06, 0.03, 0.02, 0.02, 0.02]],
    ['rankme', [1.4, 3, 12, 20]],
    ['embedding', [0.9, 0.7, 0.8, 0.85]],
    ['loss', [4.8, 4.3, 4, 3.9]],
    ['entropy', [5.4, 5, 4.4, 4.1]],
  ] as const)('is silent on a healthy %s, %j', (signal, values) => {
    expect(found(signal, values)).toEqual([]);
  });

  it.each([
    ['std', 'zero', [0.1, 0.05, 0.001, 0.0005, 0.0001], 30],
    ['std', 'fallen', [0.1, 0.05, 0.009, 0.008, 0.007], 30],
    ['rankme', 'one', [10, 1.04, 1.01, 1.0], 20],
    ['embedding', 'zero', [0.8, 0.1, 0.01, 0.001, 0.0001], 30],
    ['loss', 'constant', [4.9, 4.845, 4.844, 4.8443, 4.8442], 20],
    ['entropy', 'zero', [5, 3, 0.02, 0.01, 0.001], 30],
    ['entropy', 'largest', [5, 5.544, 5.545, 5.545], 20],
  ] as const)('raises %s as %s, and says since when, %j', (signal, reason, values, since) => {
    expect(found(signal, values)).toEqual([{ signal, reason, since, value: values.at(-1), limit: expect.any(Number) }]);
  });

  it('waits for as many looks in a row as it says, and ends with them', () => {
    const { looks } = COLLAPSE_LIMITS;
    const collapsed = Array.from({ length: looks }, () => 1);
    expect(found('rankme', collapsed.slice(1))).toEqual([]);
    expect(found('rankme', collapsed)).toHaveLength(1);
    expect(found('rankme', [...collapsed.slice(1), 5, 1])).toEqual([]);
    expect(found('rankme', [...collapsed, 5])).toEqual([]);
  });

  it('judges each signal by itself, over looks that have not all of them', () => {
    const mixed = [
      { step: 1, std: 0.1, loss: 4.2 },
      { step: 2, loss: 4.1 },
      { step: 3, std: 0, loss: 4 },
      { step: 4, std: 0, rankme: 1 },
      { step: 5, std: 0, rankme: 1 },
    ];
    expect(findCollapse(mixed, scale)).toEqual([expect.objectContaining({ signal: 'std', since: 3 })]);
  });

  it('takes an end of the entropy for healthy where the method does', () => {
    const even = { ...scale, entropy: { ...entropy, bad: ['zero'] as const } };
    expect(findCollapse(history('entropy', [5.545, 5.545, 5.545]), even)).toEqual([]);
    expect(findCollapse(history('entropy', [0, 0, 0]), even)).toHaveLength(1);
  });

  it('says nothing of a loss or an entropy without a scale', () => {
    const points = history('loss', [4.844, 4.844, 4.844]).map((point) => ({ ...point, entropy: 0 }));
    expect(findCollapse(points, { dimension: 64 })).toEqual([]);
    expect(findCollapse([], scale)).toEqual([]);
  });
});
