import { PretrainConfig, type PretrainConfig as PretrainConfigType, parseOrExplain } from '@assay/contracts';
import type { Prepared } from '../methods/datasets';
import { AUGMENTS, BACKBONES } from '../methods/settings';

/**
 * Where BEiT's codes come from: random vectors, a discrete autoencoder, what distils a network trained by SimCLR, or the
 * clusters of that network's own features.
 */
export const TOKENIZERS = ['random', 'dvae', 'vqKd', 'words'] as const;
export type TokenizerName = (typeof TOKENIZERS)[number];
/** Three leave intervals of some ten points, which is as much as codes differ by. */
export const SEEDS = [0, 1, 2, 3, 4, 5];

/** Patches of 8 x 8, as the smallest stem of a ResNet gives: 6 x 6 codes of a picture of 48. */
export const SMALL_VIT = {
  backbone: { kind: 'vit', patch: 8, width: 96, depth: 4, heads: 3, pool: 'mean' },
  optimizer: { ...BACKBONES.vit.optimizer, learningRate: 1e-3 },
} as const;
const CODES = 128;
const CODE_WIDTH = 32;
/** Share of an even use below which a code of VQ-KD starts anew. */
export const REVIVE = 0.1;

/** Epochs of each link: about a minute and a half for BEiT on two cores, and less for what it builds on. */
const EPOCHS = { beit: 400, dvae: 60, vqKd: 200, simclr: 50 } as const;
const EPOCHS_QUICK = 1;

/** The pretrainings of a row in order, each building on the one before; the last is BEiT's. */
export function chainOf(
  tokenizer: TokenizerName,
  { dataset, seed, isQuick }: { dataset: Prepared; seed: number; isQuick: boolean },
): PretrainConfigType[] {
  const make = (kind: keyof typeof EPOCHS, own: Record<string, unknown>): PretrainConfigType => {
    const epochs = isQuick ? EPOCHS_QUICK : EPOCHS[kind];
    const config = {
      task: 'pretrain',
      seed,
      dataset: { name: dataset.name },
      input: dataset.input,
      augment: AUGMENTS.picture,
      schedule: { kind: 'cosine', warmupEpochs: epochs / 10 },
      epochs,
      batchSize: 64,
      checkpoint: { everyEpochs: epochs, keep: 1 },
      ...own,
    };
    return parseOrExplain(PretrainConfig, config, `tokenizers: ${kind}`);
  };
  const { backbone: resnet, optimizer: forResnet } = BACKBONES.resnet;
  const simclr = () =>
    make('simclr', {
      augment: AUGMENTS.views,
      backbone: resnet,
      optimizer: forResnet,
      method: { kind: 'simclr', projector: [256, 64] },
    });
  const dvae = () =>
    make('dvae', {
      backbone: resnet,
      optimizer: forResnet,
      method: { kind: 'dvae', codes: CODES, codeWidth: CODE_WIDTH },
    });
  const vqKd = () =>
    make('vqKd', {
      ...SMALL_VIT,
      method: {
        kind: 'vqKd',
        codes: CODES,
        codeWidth: CODE_WIDTH,
        revive: REVIVE,
        teacher: { kind: 'run', id: 'teacher' },
      },
    });
  const beit = (codes: Record<string, unknown>) =>
    make('beit', { ...SMALL_VIT, method: { kind: 'beit', tokenizer: codes } });
  const learned = { kind: 'run', id: 'tokenizer' };
  switch (tokenizer) {
    case 'random':
      return [beit({ kind: 'random', codes: CODES, codeWidth: CODE_WIDTH })];
    case 'dvae':
      return [dvae(), beit(learned)];
    case 'words':
      return [simclr(), beit({ kind: 'words', codes: CODES, teacher: { kind: 'run', id: 'teacher' } })];
    case 'vqKd':
      return [simclr(), vqKd(), beit(learned)];
  }
}
