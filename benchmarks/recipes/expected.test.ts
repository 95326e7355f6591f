import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECIPES } from '@assay/recipes';
import { expect, test } from 'vitest';
import { ROOT } from '../../tools/lib/root.mjs';
import { asStored, type Results } from '../results';
import { EXPECTED_FILE, expectedScore, expectedTime, renderExpected } from './expected';
import { PRETRAININGS, pretrainingOf } from './pretrainings';
import { isCurrent, type RecipeRow } from './recipes';
import type { ScoreRow } from './scores';
import { readStored } from './stored';

test('a recipe that was measured as it is says how long it takes and what comes of it', () => {
  const stored = readStored();
  expect(readFileSync(join(ROOT, EXPECTED_FILE), 'utf8')).toBe(renderExpected(stored));
  for (const row of stored.times?.rows ?? []) {
    expect(PRETRAININGS).toContain(row.key);
    const said = RECIPES.find((recipe) => recipe.name === row.key)?.expectedTime ?? null;
    expect(said, row.key).toBe(isCurrent(row) ? expectedTime(row) : null);
  }
  expect(RECIPES.filter(({ expectedTime: time }) => time?.includes('for the steps')).length).toBeGreaterThan(0);
});

test.each(PRETRAININGS)('%s is itself after it was stored', (key) => {
  expect(isCurrent({ key, pictures: 500, config: asStored(pretrainingOf(key, 500)) })).toBe(true);
});

const config = asStored(pretrainingOf('mae', 500)) as object;
const timed = {
  ...{ key: 'mae', dataset: 'boards', pictures: 500, minutes: 4.26, config, machine: { cores: 2 } },
} as RecipeRow;
const scored = {
  ...{ key: 'mae', dataset: 'boards', seed: 0, chain: [config], majorityShare: 0.5 },
  ...{ knn: { accuracy: 0.616 }, linear: { accuracy: 0.7 } },
} as unknown as ScoreRow;
const render = (time: RecipeRow, score: ScoreRow) =>
  renderExpected({
    times: { rows: [time] } as Results<RecipeRow>,
    scores: { rows: [score] } as Results<ScoreRow>,
  });

test('a recipe that has changed since says nothing', () => {
  const time = expectedTime(timed);
  const score = expectedScore(scored);
  expect(time).toBe('about 4.3 min for the steps on 500 pictures (boards, 2 cores)');
  expect(score).toBe('kNN 0.62, linear probe 0.70 on test pictures (boards, seed 0; majority 0.50)');
  expect(render(timed, scored)).toContain(time);
  expect(render(timed, scored)).toContain(score);
  const old = { ...config, epochs: 7 };
  expect(render({ ...timed, config: old }, scored)).not.toContain(time);
  const half = render(timed, { ...scored, chain: [old] });
  expect(half).toContain(time);
  expect(half).not.toContain(score);
  expect(isCurrent({ key: 'no recipe', pictures: 500, config })).toBe(false);
});

test('a time of ten minutes or more has no decimal', () => {
  expect(expectedTime({ ...timed, minutes: 23.8 })).toContain('about 24 min');
});
