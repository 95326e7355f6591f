import { createMaeWork } from './mae';
import { createMulticropWork } from './multicrop';
import { createAugmentedSimclrWork, createSimclrWork } from './simclr';
import type { Sizes, WorkName } from './sizes';
import { createSupervisedWork } from './supervised';
import { createUnetWork } from './unet';
import type { Work, WorkInput } from './work';

/** Our side of each work; PyTorch's is in peers/works.py. */
const WORKS: { [Name in WorkName]: (sizes: Sizes[Name], input: WorkInput) => Work } = {
  'resnet18-simclr': createSimclrWork,
  'resnet18-simclr-augmented': createAugmentedSimclrWork,
  'resnet50-supervised': createSupervisedWork,
  'vit-ti-mae': createMaeWork,
  'vit-s-mae': createMaeWork,
  'vit-ti-multicrop': createMulticropWork,
  unet: createUnetWork,
};

export function createWork<Name extends WorkName>(name: Name, sizes: Sizes[Name], input: WorkInput): Work {
  return WORKS[name](sizes, input);
}
