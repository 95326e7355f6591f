import type { Recipe } from './recipe';

/** What the recipes of pretraining share. */

/** The input of a starting point for one's own pictures. */
export const smallInput = { size: 64, channels: 3 } as const;
/**
 * As in `benchmarks/methods`. ResNet-18 at half its width costs about six times as much, an hour a pretraining on 2 cores
 * where this takes minutes: `--set backbone.depth=18 --set backbone.width=32`.
 */
export const smallResnet = { kind: 'resnet', depth: 10, width: 16, stem: 'small' } as const;

/** Two views that differ as SimCLR's do: crop, mirroring, colour, blur. */
export const contrastive = {
  crop: { minScale: 0.2, maxScale: 1 },
  flip: { horizontal: 0.5 },
  colour: { probability: 0.8 },
  grey: 0.2,
  blur: { probability: 0.5 },
} as const;

/** One view often blurred, the other seldom and solarised at times: as BYOL's and DINO's, milder. */
export const mildlyUnlike = { blur: { probability: 0.1 }, solarise: 0.2 } as const;

/**
 * ImageNet at 224 pixels, normalised as torchvision's models have it. Crops are cut from the picture made square and resampled
 * bilinearly; the authors' from the picture as it is, and by most of them bicubically.
 */
export const imagenet: { size: number; channels: 3; mean: number[]; std: number[] } = {
  size: 224,
  channels: 3,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};
export const resnet50 = { kind: 'resnet', depth: 50, width: 64, stem: 'imagenet' } as const;

/** A recipe that nobody has measured yet, for any dataset. */
export function unmeasured(
  recipe: Omit<Recipe, 'command' | 'expectedTime' | 'expectedScore'> & { command?: string },
): Recipe {
  return {
    command: `assay run ${recipe.name} --set dataset.name=NAME`,
    expectedTime: null,
    expectedScore: null,
    ...recipe,
  };
}
