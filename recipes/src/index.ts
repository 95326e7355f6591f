export { FIRST_RUN } from './firstRun';
export { findRecipe, RECIPES } from './list';
export type { Recipe, RecipeWithoutDataset } from './recipe';
