import { PretrainConfig, type PretrainConfig as PretrainConfigType, parseOrExplain } from '@assay/contracts';
import type { ChainPlan } from '../methods/chains';
import type { Prepared } from '../methods/datasets';
import { AUGMENTS, BACKBONES, SETTINGS } from '../methods/settings';
import { SMALL_VIT } from '../tokenizers/settings';

/** What a pretraining asks of the pictures: two views of what, or which patches are hidden. */
export const PAIRS = ['augment', 'group', 'template'] as const;
export const MASKS = ['random', 'block', 'grid', 'saliency'] as const;
export type Pretext = (typeof PAIRS)[number] | (typeof MASKS)[number];
export type PretextPlan = ChainPlan & { method: 'simclr' | 'mae'; pretext: Pretext };

const SEEDS = [0, 1, 2];
/** Boards have templates; of a tile there are pictures at several exposures. */
const PAIRS_OF: Readonly<Record<string, readonly Pretext[]>> = {
  boards: ['augment', 'template'],
  tiles: ['augment', 'group'],
};
/** About a minute on two cores: as many steps on both sets. */
const STEPS = { simclr: 300, mae: 1500 } as const;
const BATCH = 64;

/** All rows, seed by seed. */
export const PLANS: readonly PretextPlan[] = SEEDS.flatMap((seed) =>
  Object.entries(PAIRS_OF).flatMap(([dataset, pairs]) => [
    ...pairs.map((pretext) => planOf({ dataset, method: 'simclr', pretext, seed })),
    ...MASKS.map((pretext) => planOf({ dataset, method: 'mae', pretext, seed })),
  ]),
);

function planOf(plan: Omit<PretextPlan, 'key' | 'hasTemplates'>): PretextPlan {
  const { dataset, method, pretext, seed } = plan;
  return {
    key: `${dataset}/${method}/${pretext}/seed${seed}`,
    ...plan,
    ...(pretext === 'template' ? { hasTemplates: true } : {}),
  };
}

/** The one pretraining of a row: all of a method are alike but for the pretext. */
export function pretraining(
  { method, pretext, seed }: PretextPlan,
  { dataset, isQuick }: { dataset: Prepared; isQuick: boolean },
): PretrainConfigType {
  const perEpoch = Math.floor(dataset.trainPictures / BATCH);
  const epochs = isQuick ? 1 : Math.round(STEPS[method] / perEpoch);
  const { backbone: resnet, optimizer: forResnet } = BACKBONES.resnet;
  const own =
    method === 'simclr'
      ? {
          augment: AUGMENTS.views,
          views: { pairs: pretext },
          backbone: resnet,
          optimizer: forResnet,
          method: { kind: 'simclr', ...SETTINGS.simclr?.method },
        }
      : {
          augment: AUGMENTS.picture,
          backbone: SMALL_VIT.backbone,
          optimizer: SMALL_VIT.optimizer,
          method: { kind: 'mae', ...SETTINGS.mae?.method, mask: { kind: pretext } },
        };
  const config = {
    task: 'pretrain',
    seed,
    dataset: { name: dataset.name },
    input: dataset.input,
    schedule: { kind: 'cosine', warmupEpochs: epochs / 10 },
    epochs,
    batchSize: BATCH,
    checkpoint: { everyEpochs: epochs, keep: 1 },
    ...own,
  };
  return parseOrExplain(PretrainConfig, config, `pretexts: ${method}, ${pretext}`);
}
