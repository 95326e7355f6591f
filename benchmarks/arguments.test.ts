import { describe, expect, test } from 'vitest';
import { isRowWanted, parseArguments, selectRows } from './arguments';

const parse = (line: string) => parseArguments(line.split(' ').filter(Boolean), ['training', 'growth']);

describe('parseArguments', () => {
  test('reads a name and options in any order', () => {
    expect(parse('training')).toEqual({ name: 'training', isQuick: false, isJson: false, rows: [] });
    expect(parse('--json --rows a,b/c growth --quick --rows=d --rounds 12')).toEqual({
      name: 'growth',
      isQuick: true,
      isJson: true,
      rows: ['a', 'b/c', 'd'],
      rounds: 12,
    });
    expect(parse('training --minutes 2.5 --again')).toMatchObject({ minutes: 2.5, isAgain: true });
  });

  test.each([
    ['', 'which benchmark? there are: training, growth'],
    ['nothing', 'there is no benchmark nothing; there are: training, growth'],
    ['training growth', 'one benchmark at a time'],
    ['training --fast', 'unknown option --fast'],
    ['training --rows', '--rows needs a value'],
    ['training --rounds 3', '--rounds 3: a whole number from 8 on'],
    ['training --rounds x', '--rounds x: a whole number from 8 on'],
    ['training --minutes 0', '--minutes 0: a number above 0'],
  ])('refuses "%s"', (line, message) => {
    expect(() => parse(line)).toThrow(message);
  });
});

describe('isRowWanted', () => {
  const key = 'vit-ti-mae/batch64/threads2/float32';
  test.each([
    ['vit-ti-mae', true],
    ['threads2/vit-ti-mae', true],
    ['vit-ti-mae/batch64/threads2/float32', true],
    ['vit', false],
    ['vit-ti-mae/threads1', false],
  ])('%s: %s', (pattern, expected) => {
    expect(isRowWanted(key, [pattern])).toBe(expected);
  });

  test('one of several patterns is enough', () => {
    expect(isRowWanted(key, ['unet', 'batch64'])).toBe(true);
    expect(isRowWanted(key, [])).toBe(false);
  });
});

describe('selectRows', () => {
  const all = ['a/1', 'a/2', 'b/1'];
  const pick = (...patterns: string[]) => selectRows({ all, keyOf: (key) => key }, { patterns, isQuick: false });

  test('keeps the rows in their order', () => {
    expect(pick('1', 'a')).toEqual(['a/1', 'a/2', 'b/1']);
    expect(pick('2')).toEqual(['a/2']);
  });

  test('names what fits nothing, and what there is', () => {
    expect(() => pick('a', 'b/2')).toThrow('--rows: nothing is called b/2; there are:\na/1\na/2\nb/1');
  });

  test('unasked, takes those of a quick run or the usual ones, else all', () => {
    const unasked = (isQuick: boolean, own: { quick?: string[]; usual?: string[] }) =>
      selectRows({ all, keyOf: (key) => key, ...own }, { patterns: [], isQuick });
    expect(unasked(true, { quick: ['b'], usual: ['a'] })).toEqual(['b/1']);
    expect(unasked(false, { quick: ['b'], usual: ['a'] })).toEqual(['a/1', 'a/2']);
    expect(unasked(true, { usual: ['a'] })).toEqual(['a/1', 'a/2']);
    expect(unasked(false, { quick: ['b'] })).toEqual(all);
    expect(selectRows({ all, keyOf: (key) => key, quick: ['b'] }, { patterns: ['2'], isQuick: true })).toEqual(['a/2']);
  });
});
