import type { RunConfigInput } from '@assay/contracts';
import { RECIPES } from '@assay/recipes';

export type Training = Omit<Extract<RunConfigInput, { task: 'pretrain' | 'finetune' }>, 'dataset'>;

/** Every training in the recipes, a fine-tuning's own pretraining too, by name. */
export const TRAININGS: ReadonlyMap<string, Training> = new Map(
  RECIPES.flatMap(({ name, config }): [string, Training][] => {
    if (config.task === 'pretrain') return [[name, config]];
    if (config.task !== 'finetune') return [];
    const { init } = config;
    return [
      ...(init?.kind === 'config' ? [[`${name}, pretraining`, init.config] as [string, Training]] : []),
      [name, config],
    ];
  }),
);
