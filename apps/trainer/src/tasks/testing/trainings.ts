import type { RunConfigInput } from '@assay/contracts';
import { RECIPES } from '@assay/recipes';

export type Training = Omit<Extract<RunConfigInput, { task: 'pretrain' | 'finetune' }>, 'dataset'>;

/**
 * Every training in the recipes that fits a small machine, a fine-tuning's own pretraining too, by name. A paper's own
 * hyperparameters (`*-reference`) need days on a GPU; their methods are here at a small size.
 */
export const TRAININGS: ReadonlyMap<string, Training> = new Map(
  RECIPES.filter(({ name }) => !name.endsWith('-reference')).flatMap(({ name, config }): [string, Training][] => {
    if (config.task === 'pretrain') return [[name, config]];
    if (config.task !== 'finetune') return [];
    const { init } = config;
    return [
      ...(init?.kind === 'config' ? [[`${name}, pretraining`, init.config] as [string, Training]] : []),
      [name, config],
    ];
  }),
);
