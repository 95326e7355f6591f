import { describe, expect, it } from 'vitest';
import { describeRegions, RegionsConfig } from './regions';

const threshold = { kind: 'threshold', method: 'otsu' };

describe('regions', () => {
  it('have defaults for all but where they come from and what they become', () => {
    const config = RegionsConfig.parse({ output: 'masks', from: threshold });
    expect(config).toMatchObject({
      channel: 'grey',
      offset: 0,
      minArea: 16,
      maxArea: null,
      classes: 'one',
      search: null,
    });
    expect(config.from).toMatchObject({ polarity: 'dark' });
    expect(describeRegions(config)).toBe('otsu threshold to masks');
    expect(describeRegions(RegionsConfig.parse({ output: 'boxes', from: { kind: 'template' } }))).toBe(
      'template difference to boxes',
    );
  });

  it.each([
    ['both sides of one threshold', { from: { ...threshold, polarity: 'both' } }, 'polarity'],
    ['an even window', { from: { kind: 'threshold', method: 'sauvola', block: 50 } }, 'block'],
    ['a largest area below the smallest', { from: threshold, minArea: 20, maxArea: 10 }, 'maxArea'],
    ['test pictures to search on', { from: threshold, search: { split: 'test' } }, 'split'],
    ['an unknown key', { from: threshold, size: 3 }, ''],
  ])('refuse %s', (_, fields, where) => {
    const { error } = RegionsConfig.safeParse({ output: 'masks', ...fields });
    expect(error?.issues.some(({ path }) => path.join('.').endsWith(where))).toBe(true);
  });
});
