import type { BackboneConfig, MethodConfig, MethodName, ViewsConfig } from '@assay/contracts';
import type { FeedArray } from '../augment/arrays';
import type { Rng } from '../rng';

/** What a method's step takes besides pictures. Needs no network, so that another thread can prepare it. */
export type MethodDraws = {
  /** Whole views of each picture that a step wants. */
  views: number;
  /** Whether small crops may follow them. */
  takesLocal?: boolean;
  /** Random numbers that a step takes as inputs, besides the augmentation's. */
  draw(rng: Rng, batchSize: number): Record<string, FeedArray>;
};

export type DrawsInput = { backbone: BackboneConfig; inputSize: number; channels: number; views: ViewsConfig };

export const simclrDraws: MethodDraws = { views: 2, draw: () => ({}) };

/** @param patches of a picture; noise decides which of them are hidden */
export function maeDraws(patches: number): MethodDraws {
  return {
    views: 1,
    draw: (rng, batchSize) => ({
      noise: {
        data: Float32Array.from({ length: batchSize * patches }, () => rng.uniform()),
        shape: [batchSize, patches],
        dtype: 'float32',
      },
    }),
  };
}

/** Every method's; a config without an entry does not compile. */
const METHOD_DRAWS = {
  simclr: () => simclrDraws,
  mae: ({ backbone, inputSize }) => {
    if (backbone.kind !== 'vit') throw new Error(`mae: needs a vit as backbone, not a ${backbone.kind}`);
    return maeDraws((inputSize / backbone.patch) ** 2);
  },
} satisfies { [Name in MethodName]: (input: DrawsInput) => MethodDraws };

/** What a step of this method, on this backbone, takes besides pictures. */
export function methodDraws(config: MethodConfig, input: DrawsInput): MethodDraws {
  return METHOD_DRAWS[config.kind](input);
}
