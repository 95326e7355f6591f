import { describe, expect, it } from 'vitest';
import { parseJson } from './jsonFile';

describe('parseJson', () => {
  it('gives the value of JSON', () => {
    expect(parseJson(' {"a": [1, -2.5e3, "x\\n\\u00e9", true, null, {}], "b": []} ', 'f')).toEqual({
      a: [1, -2500, 'x\né', true, null, {}],
      b: [],
    });
  });

  it.each([
    ['{"a": 1,}', 'f:1:9: unexpected "}"'],
    ['{\n  "a": 1\n  "b": 2\n}', 'f:3:3: unexpected "\\""'],
    ["{'a': 1}", 'f:1:2: unexpected "\'"'],
    ['{"a" 1}', 'f:1:6: unexpected "1"'],
    ['[1, 2', 'f:1:6: the text ends too early'],
    ['', 'f:1:1: the text ends too early'],
    ['{"a": tru}', 'f:1:7: unexpected "t"'],
    ['[1] x', 'f:1:5: unexpected "x"'],
    ['[1}', 'f:1:3: unexpected "}"'],
    ['{"a": "x}', 'f:1:7: unexpected "\\""'],
  ])('says where %j is no JSON', (text, message) => {
    expect(() => parseJson(text, 'f')).toThrow(message);
  });
});
