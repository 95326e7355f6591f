import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunConfig } from '@assay/contracts';
import { RECIPES } from '@assay/recipes';
import { expect, test } from 'vitest';
import { readJsonFile } from '../cli/jsonFile';
import { runJson, runMain } from '../testing/runMain';

test('recipes are listed with what they do, and whether they need a dataset', async () => {
  const { recipes } = (await runJson('recipes')) as { recipes: Record<string, unknown>[] };
  expect(recipes.map(({ name }) => name)).toEqual(RECIPES.map(({ name }) => name));
  expect(recipes.find(({ name }) => name === 'boards-mae')).toMatchObject({
    task: 'finetune',
    dataset: 'board-defects',
    command: 'assay run boards-mae --seeds 0,1 --wait',
  });
  expect(recipes.find(({ name }) => name === 'dino')).toMatchObject({ task: 'pretrain', dataset: null });
  const { out } = await runMain('recipes');
  expect(out.split('\n')).toHaveLength(RECIPES.length + 2);
  expect(out).toMatch(/^boards-mae +finetune +board-defects +Board defects after a masked autoencoder/m);
});

test('of one its config is the answer, which a file can start from', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-recipes-'));
  try {
    const { out, err } = await runMain('recipes', 'dino');
    expect(err).toContain('DINO pretraining\n');
    expect(err).toContain('assay run dino --set dataset.name=NAME\n');
    const file = join(folder, 'mine.json');
    writeFileSync(file, out);
    const config = RunConfig.parse({ dataset: { name: 'any' }, ...((await readJsonFile(file)) as object) });
    expect(config).toMatchObject({ task: 'pretrain', method: { kind: 'dino', teacherMomentum: 0.99 } });
    expect(await runJson('recipes', 'dino')).toMatchObject({ name: 'dino', config: JSON.parse(out) });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a recipe that there is not is refused with the nearest one', async () => {
  const { code, err } = await runMain('recipes', 'dnio');
  expect(code).toBe(2);
  expect(err).toContain('did you mean "dino"?');
});
