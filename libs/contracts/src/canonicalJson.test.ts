import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonicalJson';

test('keys are sorted at every depth and undefined is left out', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 'ü' }], a: undefined, A: null })).toBe('{"A":null,"b":[{"c":"ü","d":1}]}');
});

test('the order in which an object was built does not matter, and the value survives', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('what JSON cannot hold is refused', () => {
  expect(() => canonicalJson({ loss: Number.NaN })).toThrow('NaN');
  expect(() => canonicalJson({ f: () => 1 })).toThrow('function');
});
