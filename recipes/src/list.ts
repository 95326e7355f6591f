import { InputError, nearest } from '@assay/contracts';
import { boardsClassical, boardsMae, boardsScratch, boardsSimclr } from './boards';
import { classicalRecipes } from './classical';
import { EXPECTED_SCORES, EXPECTED_TIMES } from './expected';
import { finetune, knnProbe, linearProbe, mae, simclr } from './generic';
import { hazelnutPadim } from './hazelnut';
import { jointEmbeddingRecipes } from './jointEmbedding';
import { maskedRecipes } from './masked';
import { pretextRecipes } from './pretext';
import { fewLabel, linearSweep, linearSweepAugmented } from './protocols';
import type { Recipe } from './recipe';
import { classicalTemplateBoxes, classicalThresholdMasks } from './regions';
import { selfDistillationRecipes } from './selfDistillation';
import { simclrReference } from './simclrReference';

const OWN: readonly Recipe[] = [
  boardsClassical,
  boardsScratch,
  boardsSimclr,
  boardsMae,
  hazelnutPadim,
  ...classicalRecipes,
  classicalThresholdMasks,
  classicalTemplateBoxes,
  simclr,
  simclrReference,
  mae,
  ...maskedRecipes,
  ...jointEmbeddingRecipes,
  ...selfDistillationRecipes,
  ...pretextRecipes,
  finetune,
  knnProbe,
  linearProbe,
  linearSweep,
  linearSweepAugmented,
  fewLabel,
];

/** All recipes; those that were measured say it. */
export const RECIPES: readonly Recipe[] = OWN.map((recipe) => ({
  ...recipe,
  expectedTime: EXPECTED_TIMES[recipe.name] ?? recipe.expectedTime,
  expectedScore: EXPECTED_SCORES[recipe.name] ?? recipe.expectedScore,
}));

/** @throws InputError when there is none of that name, naming the nearest one. */
export function findRecipe(name: string): Recipe {
  const recipe = RECIPES.find((candidate) => candidate.name === name);
  if (recipe) return recipe;
  const names = RECIPES.map((candidate) => candidate.name);
  const guess = nearest(name, names);
  throw new InputError({
    where: 'recipe',
    found: `there is no recipe "${name}"`,
    fix: guess ? `did you mean "${guess}"?` : `a recipe is one of ${names.join(', ')}, or give a JSON file`,
  });
}
