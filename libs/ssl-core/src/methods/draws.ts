import type { BackboneConfig, MaskConfig, MethodConfig, MethodName, ViewsConfig } from '@assay/contracts';
import type { FeedArray } from '../augment/arrays';
import type { Rng } from '../rng';
import { denoisingDraws } from './draws/denoising';
import { dvaeDraws } from './draws/dvae';
import { holesOf, inpaintingDraws } from './draws/inpainting';
import { jigsawDraws, puzzleLayout } from './draws/jigsaw';
import { maskDraws, patchGrid, visibleCount } from './draws/masks';
import { multiCropDraws } from './draws/multiCrop';
import { oneViewDraws } from './draws/oneView';
import { pairDraws } from './draws/pair';
import { patchLayout, relativePositionDraws } from './draws/relativePosition';
import { tileUnit } from './draws/tiles';

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

/** Every method's; a config without an entry does not compile. */
const METHOD_DRAWS = {
  simclr: () => pairDraws,
  colourisation: () => oneViewDraws,
  denoising: () => denoisingDraws,
  inpainting: ({ inputSize }, config) => inpaintingDraws(holesOf(config, inputSize), inputSize),
  jigsaw: ({ backbone, inputSize, channels }, config) => {
    const layout = puzzleLayout(config, { inputSize, unit: tileUnit(backbone) });
    return jigsawDraws(config, { layout, inputSize, channels });
  },
  relativePosition: ({ backbone, inputSize, channels }, config) => {
    const layout = patchLayout(config, { inputSize, unit: tileUnit(backbone) });
    return relativePositionDraws(config, { layout, inputSize, channels });
  },
  rotation: () => oneViewDraws,
  mae: maskedDraws,
  moco: () => pairDraws,
  mocoV3: () => pairDraws,
  byol: () => pairDraws,
  simsiam: () => pairDraws,
  barlowTwins: () => pairDraws,
  vicreg: () => pairDraws,
  swav: () => multiCropDraws,
  dino: () => multiCropDraws,
  dvae: () => dvaeDraws,
  vqKd: () => oneViewDraws,
  beit: maskedDraws,
  simmim: maskedDraws,
} satisfies {
  [Name in MethodName]: (input: DrawsInput, config: Extract<MethodConfig, { kind: Name }>) => MethodDraws;
};

/** What a step of this method, on this backbone, takes besides pictures. */
export function methodDraws(config: MethodConfig, input: DrawsInput): MethodDraws {
  // as: METHOD_DRAWS says above that each takes the config of its own name
  const drawsOf = METHOD_DRAWS[config.kind] as (input: DrawsInput, config: MethodConfig) => MethodDraws;
  return drawsOf(input, config);
}

/** Those of a method that hides patches of a ViT. */
function maskedDraws(
  { backbone, inputSize }: DrawsInput,
  { kind, mask, maskRatio }: { kind: string; mask: MaskConfig; maskRatio: number },
): MethodDraws {
  const grid = patchGrid(backbone, inputSize, kind);
  return maskDraws(mask, { grid, visible: visibleCount(grid ** 2, maskRatio, kind) });
}
