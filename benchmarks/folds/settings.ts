import type { Setting } from '@assay/services';

/** Ways to a classifier of defects on circuit boards; each is a recipe of the product, on the same folds. */
export const STRATEGIES = [
  { name: 'classical', recipe: 'boards-classical' },
  { name: 'scratch', recipe: 'boards-scratch' },
  { name: 'simclr', recipe: 'boards-simclr' },
] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** A folder is a board design: no design is on both sides of a fold. */
export const FOLDS = { of: 5, groupBy: 'folder' } as const;

/** The name that the recipes know the data set by. */
export const DATASET = 'board-defects';

/** Side of the cuts around the defects, in pixels of the boards. */
export const CUT = 48;

/** Epochs of training and of pretraining: five folds of all three strategies in about twelve minutes on two cores. */
const EPOCHS = { train: 30, pretrain: 30 } as const;
const EPOCHS_QUICK = { train: 1, pretrain: 1 } as const;

export function settingsOf({ name }: Strategy, isQuick: boolean): Setting[] {
  const { train, pretrain } = isQuick ? EPOCHS_QUICK : EPOCHS;
  if (name === 'classical') return [];
  const warmup = (epochs: number) => Math.min(3, epochs / 10);
  const own: Setting[] = [
    ['epochs', train],
    ['schedule.warmupEpochs', warmup(train)],
  ];
  if (name === 'scratch') return own;
  return [...own, ['init.config.epochs', pretrain], ['init.config.schedule.warmupEpochs', warmup(pretrain)]];
}
