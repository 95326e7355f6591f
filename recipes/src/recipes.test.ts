import { type PretrainConfig, RunConfig } from '@assay/contracts';
import { describe, expect, it } from 'vitest';
import { FIRST_RUN } from './firstRun';
import { findRecipe, RECIPES } from './list';

describe('recipes', () => {
  it.each(RECIPES.map((recipe) => [recipe.name, recipe] as const))('%s is a complete run config', (name, recipe) => {
    const config = RunConfig.parse({ dataset: { name: 'any' }, ...recipe.config });
    expect(config.task).toBe(recipe.config.task);
    expect(recipe.command).toContain(`assay run ${name}`);
  });

  it('have names of their own', () => {
    expect(new Set(RECIPES.map((recipe) => recipe.name)).size).toBe(RECIPES.length);
  });

  it('are found by name, and a slip of the finger is answered with the nearest', () => {
    expect(findRecipe('boards-mae').config.task).toBe('finetune');
    expect(() => findRecipe('boards-simcrl')).toThrow(/did you mean "boards-simclr"/);
    expect(() => findRecipe('zzzzzzzzzzzzzzzz')).toThrow(/or give a JSON file/);
  });

  it('to start from show all of a pretraining while it trains', () => {
    const pretrainings = RECIPES.filter(
      ({ name, config }) => config.task === 'pretrain' && !name.endsWith('-reference'),
    );
    expect(pretrainings.length).toBeGreaterThan(20);
    for (const { name, config } of pretrainings) {
      const { watch } = RunConfig.parse({ dataset: { name: 'any' }, ...config }) as PretrainConfig; // as filtered
      const missing = Object.entries(watch).flatMap(([part, asked]) => (asked === null ? [part] : []));
      expect(missing, name).toEqual([]);
    }
  });

  it('cover the first run, which compares strategies on the same pictures', () => {
    const configs = FIRST_RUN.strategies.map(({ recipe }) =>
      RunConfig.parse({ dataset: { name: 'any' }, ...findRecipe(recipe).config }),
    );
    expect(new Set(configs.map((config) => JSON.stringify([config.dataset, config.input]))).size).toBe(1);
  });
});
