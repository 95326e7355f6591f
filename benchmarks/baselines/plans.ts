import { canonicalJson, configDigestInput, PretrainConfig, parseOrExplain, RunConfig } from '@assay/contracts';
import { sha256 } from '@assay/data';
import { RECIPES } from '@assay/recipes';
import type { Prepared } from '../methods/datasets';
import { AUGMENTS, BACKBONES, SETTINGS } from '../methods/settings';

/** One strategy on one data set, with a share of the labels and a seed. */
export type Plan = { key: string; dataset: string; strategy: string; labelFraction: number; seed: number };

/** What is trained for a plan. */
export type Work = { pretraining: PretrainConfig | null; config: RunConfig };

export const SEEDS = [0, 1, 2];
/** All labels, and so few that pretraining has most to give. */
export const LABEL_FRACTIONS = [1, 0.2];

const CLASSICAL = ['classical-lbp-svm', 'classical-glcm-forest', 'classical-hog-svm', 'classical-texture-search'];
export const STRATEGIES: readonly string[] = [...CLASSICAL, 'scratch', 'simclr'];

const EPOCHS = { finetune: 30, pretrain: 30 };
const EPOCHS_QUICK = { finetune: 1, pretrain: 1 };

/** Seed by seed, so that a benchmark that is stopped has every strategy. */
export function allPlans(datasets: readonly string[]): Plan[] {
  return SEEDS.flatMap((seed) =>
    datasets.flatMap((dataset) =>
      LABEL_FRACTIONS.flatMap((labelFraction) =>
        STRATEGIES.map((strategy) => {
          const cell = { dataset, strategy, labelFraction };
          return { key: `${cellKey(cell)}/seed${seed}`, ...cell, seed };
        }),
      ),
    ),
  );
}

export function cellKey({ dataset, strategy, labelFraction }: Omit<Plan, 'key' | 'seed'>): string {
  return `${dataset}/${strategy}/labels${Math.round(100 * labelFraction)}`;
}

/** What a plan trains: the recipe as it is, but for the input; or the network of `methods`, after SimCLR or not. */
export function workOf(plan: Plan, dataset: Prepared, isQuick: boolean): Work {
  const { seed, strategy, labelFraction } = plan;
  const frame = {
    seed,
    dataset: { name: dataset.name, labelFraction },
    input: dataset.input,
  };
  const recipe = CLASSICAL.includes(strategy) ? RECIPES.find(({ name }) => name === strategy) : undefined;
  if (recipe) return { pretraining: null, config: parse({ ...recipe.config, ...frame }, strategy) };
  const epochs = isQuick ? EPOCHS_QUICK : EPOCHS;
  const { backbone, optimizer } = BACKBONES.resnet;
  const batchSize = Math.min(64, Math.max(2, Math.floor((dataset.trainPictures * labelFraction) / 2)));
  const pretraining = {
    ...frame,
    dataset: { name: dataset.name },
    task: 'pretrain',
    augment: AUGMENTS.views,
    backbone,
    method: { kind: 'simclr', ...SETTINGS.simclr?.method },
    optimizer,
    schedule: { kind: 'cosine', warmupEpochs: 0.1 * epochs.pretrain },
    epochs: epochs.pretrain,
    batchSize: Math.min(64, Math.floor(dataset.trainPictures / 2)),
    checkpoint: { everyEpochs: epochs.pretrain, keep: 1 },
  };
  const config = {
    ...frame,
    task: 'finetune',
    init: strategy === 'simclr' ? { kind: 'run', id: 'pretraining' } : { kind: 'scratch' },
    augment: {
      ...AUGMENTS.picture,
      colour: { probability: 0.5, brightness: 0.3, contrast: 0.3, saturation: 0, hue: 0 },
    },
    backbone,
    loss: { kind: 'crossEntropy', classWeights: 'balanced' },
    select: { metric: 'validation/balancedAccuracy' },
    optimizer: { kind: 'adamw', learningRate: 2e-3, weightDecay: 0.05 },
    schedule: { kind: 'cosine', warmupEpochs: 0.1 * epochs.finetune },
    epochs: epochs.finetune,
    batchSize,
    checkpoint: { everyEpochs: epochs.finetune, keep: 1 },
  };
  return {
    pretraining: strategy === 'simclr' ? parseOrExplain(PretrainConfig, pretraining, strategy) : null,
    config: parse(config, strategy),
  };
}

/** What a row follows from but its seed and the code: with another digest a stored row is out of date. */
export function settingDigest(plan: Plan, dataset: Prepared, isQuick: boolean): string {
  const { pretraining, config } = workOf(plan, dataset, isQuick);
  const work = [pretraining, config].map((part) => part && configDigestInput(part));
  return sha256(canonicalJson({ work, dataset: dataset.digest })).slice(0, 16);
}

function parse(config: object, strategy: string): RunConfig {
  return parseOrExplain(RunConfig, config, `settings of ${strategy}`);
}
