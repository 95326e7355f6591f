import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECIPES } from '@assay/recipes';
import { expect, test } from 'vitest';
import { ROOT } from '../../tools/lib/root.mjs';
import { type Results, readResults } from '../results';
import { expectedTime, type RecipeRow, TIMED } from './recipes';
import { renderTimes, TIMES_FILE } from './times';

const stored = readResults('recipes') as Results<RecipeRow> | undefined; // the benchmark's own file

test('a recipe whose steps were measured says how long they take', () => {
  expect(readFileSync(join(ROOT, TIMES_FILE), 'utf8')).toBe(renderTimes(stored));
  const names = (stored?.rows ?? []).filter(({ isQuick }) => !isQuick).map(({ key }) => key);
  expect(names.filter((name) => !TIMED.includes(name))).toEqual([]);
  for (const name of names) {
    const said = RECIPES.find((recipe) => recipe.name === name)?.expectedTime;
    expect(said, name).toMatch(/^about \d/);
  }
});

test('a time under ten minutes has a decimal', () => {
  const row = { pictures: 500, dataset: 'boards', machine: { cores: 2 } };
  const say = (minutes: number) => expectedTime({ ...row, minutes } as RecipeRow);
  expect(say(4.26)).toBe('about 4.3 min for the steps on 500 pictures (boards, 2 cores)');
  expect(say(23.8)).toContain('about 24 min');
});
