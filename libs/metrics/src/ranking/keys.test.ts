import { expect, it } from 'vitest';
import { createRandom } from '../stats/random';
import { floatKeys, floatOfKey } from './floatKeys';
import { sortKeys, sortKeysWith } from './sortKeys';

const random = createRandom(4);
const SPECIAL = [0, -0, 1, -1, 1e-45, -1e-45, 3.4e38, -3.4e38, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const values = Float32Array.from([
  ...SPECIAL,
  ...Array.from({ length: 9000 }, () => (random() - 0.5) * 10 ** (9 * random())),
]);

it('has keys in the order of the values, and back', () => {
  const keys = floatKeys(values);
  expect(keys[0]).toBe(keys[1]);
  expect(Array.from(keys, floatOfKey)).toEqual(Array.from(values, (value) => value + 0));
  expect(Array.from(sortKeys(keys), floatOfKey)).toEqual(
    Array.from(values, (value) => value + 0).sort((a, b) => a - b),
  );
  expect(() => floatKeys(Float32Array.of(1, Number.NaN))).toThrow(/pixel 1/);
  // The same with its sign set, as a processor makes it of 0 / 0.
  expect(() => floatKeys(new Float32Array(Uint32Array.of(0xffc00000).buffer))).toThrow(/pixel 0/);
});

it('takes numbers along, in their order where keys are equal', () => {
  for (const count of [0, 5, 3000]) {
    const keys = Uint32Array.from({ length: count }, () => Math.floor(random() * 2 ** 32) & 0xf000ff0f);
    const along = keys.map((_, i) => i);
    const expected = Array.from(along).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
    const sorted = sortKeysWith(keys.slice(), along.slice());
    expect([...sorted.along]).toEqual(expected);
    expect([...sorted.keys]).toEqual(expected.map((i) => keys[i]));
    expect([...sortKeys(keys.slice())]).toEqual([...sorted.keys]);
  }
});
