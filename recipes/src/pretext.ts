import { imagenet, resnet50, smallInput, smallResnet, unmeasured } from './common';
import type { Recipe } from './recipe';
import { watched } from './watched';

/**
 * Tasks that pictures set themselves: turns, places, puzzles, noise, holes, colours. Small, and as published; the papers have
 * an AlexNet, which is not among the backbones: ResNet-50 stands for it.
 */

/** No vertical mirroring: a picture on its head would count as turned. */
const cropped = { crop: { minScale: 0.2, maxScale: 1 }, flip: { horizontal: 0.5 } } as const;

const small = {
  task: 'pretrain',
  input: smallInput,
  augment: cropped,
  backbone: smallResnet,
  optimizer: { kind: 'adamw', learningRate: 1e-3, weightDecay: 0.01 },
  schedule: { kind: 'cosine', warmupEpochs: 5 },
  epochs: 100,
  batchSize: 64,
  watch: watched(10),
} as const;

const rotation = unmeasured({
  name: 'rotation',
  title: 'Rotation pretraining',
  description: 'By how many quarter turns was a picture turned? (RotNet, arXiv 1803.07728).',
  // Each step passes four times as many pictures.
  config: { ...small, batchSize: 32, method: { kind: 'rotation' } },
});

const rotationReference = unmeasured({
  name: 'rotation-reference',
  title: 'RotNet as published',
  description: 'ImageNet at batch 192 (arXiv 1803.07728 and its code), with ResNet-50 for AlexNet: days on a GPU.',
  config: {
    task: 'pretrain',
    input: imagenet,
    // `RandomSizedCrop(224)` and `RandomHorizontalFlip` of the authors' dataloader.py; torchvision's crop is 0.08 to 1
    augment: { crop: { minScale: 0.08, maxScale: 1 }, flip: { horizontal: 0.5 } },
    backbone: resnet50,
    method: { kind: 'rotation' },
    // All from the authors' ImageNet_RotNet_AlexNet.py; 0.01 is the first rate of `LUT_lr`, which stands in for `lr`.
    // It falls tenfold after epochs 15, 30 and 45, which no schedule here does: half a cosine instead. There biases and
    // norms have the weight decay too
    optimizer: { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: true, weightDecay: 5e-4 },
    schedule: { kind: 'cosine' },
    epochs: 50,
    batchSize: 192,
  },
});

const relativePosition = unmeasured({
  name: 'relative-position',
  title: 'Relative position pretraining',
  description: 'At which of eight places around a patch does another one lie? (arXiv 1505.05192).',
  config: { ...small, method: { kind: 'relativePosition' } },
});

const relativePositionReference = unmeasured({
  name: 'relative-position-reference',
  title: 'Context prediction as published',
  description:
    'ImageNet, patches of 96 pixels (arXiv 1505.05192 and its code), with ResNet-50 for AlexNet: weeks on a GPU.',
  config: {
    task: 'pretrain',
    // The authors' train.py resizes to 150,000 to 450,000 pixels, 387 to 671 a side; a layout is 398 wide. So a view of
    // 400 x 400 holds from 0.36 to all of a picture
    input: { ...imagenet, size: 400, pack: 512 },
    augment: { crop: { minScale: 0.36, maxScale: 1, minRatio: 1, maxRatio: 1 } },
    backbone: resnet50,
    method: {
      kind: 'relativePosition',
      side: 96, // `patch_sz` of train.py
      gap: 0.5, // `gap`: 48 pixels
      jitter: 7 / 96, // `noise`: 7 pixels
      aberration: 'drop', // `prep_image`
      pixelated: 0.33, // `prep_image`
      standardise: true, // `prep_image`
      hidden: [4096, 4096], // fc7 and fc8 of `gen_net`; for fc6, ResNet-50's own features
    },
    // train.py: plain gradient descent at 1e-5 on the sum over all pairs of a batch of at most 512 patches. The loss here
    // is their mean, over 8 pairs of each of 56 pictures: 1e-5 times 448
    optimizer: { kind: 'sgd', learningRate: 4.5e-3, momentum: 0, weightDecay: 0 },
    schedule: { kind: 'constant' },
    epochs: 75, // README of the code: 1.7 million steps
    batchSize: 56, // 9 patches each: 504 of the 512
  },
});

const jigsaw = unmeasured({
  name: 'jigsaw',
  title: 'Jigsaw pretraining',
  description: 'In which of 100 orders were the nine tiles of a picture put? (arXiv 1603.09246).',
  // Some grey: against colour fringes, as in the paper
  config: { ...small, augment: { ...cropped, grey: 0.3 }, method: { kind: 'jigsaw' } },
});

const jigsawReference = unmeasured({
  name: 'jigsaw-reference',
  title: 'Jigsaw puzzles as published',
  description: 'ImageNet, 100 orders (arXiv 1603.09246 and its code), with ResNet-50 for the context-free AlexNet.',
  config: {
    task: 'pretrain',
    // The authors' generate_jps_dataset.cpp keeps the middle square; `crop_size` of train_val_cfn_jps.prototxt is all
    // of it, and nothing is mirrored
    input: { ...imagenet, size: 255, pack: 255, resize: 'centre-crop' },
    // The paper's share; data_transformer.cpp, of 2018, takes half, and mixes the colours of half of the others
    augment: { grey: 0.3 },
    backbone: resnet50,
    method: {
      kind: 'jigsaw',
      permutations: 100, // `permutations_100_max.bin`
      side: 64, // `patch_size`, in cells of 85: `jitter_size` 21
      tileWidth: 1024, // fc6; without its dropout of 0.5
      hidden: [4096], // fc7; the same
    },
    // solver_cfn_jps.prototxt; its rate falls tenfold every 100,000 steps, which no schedule here does
    optimizer: { kind: 'sgd', learningRate: 0.01, momentum: 0.9, weightDecay: 5e-4 },
    schedule: { kind: 'cosine' },
    epochs: 70, // 350,000 steps of 256 pictures
    batchSize: 256, // train_val_cfn_jps.prototxt
  },
});

const denoising = unmeasured({
  name: 'denoising',
  title: 'Denoising autoencoder',
  description: 'From a picture with noise, the clean one (Vincent et al. 2008): the oldest of these tasks.',
  config: { ...small, method: { kind: 'denoising' } },
});

const denoisingReference = unmeasured({
  name: 'denoising-reference',
  title: 'Denoising autoencoder with masking noise',
  description: 'A quarter of the pixels is masked (Vincent et al. 2008), without augmentation; the network is our own.',
  config: {
    ...small,
    augment: {},
    // Masking is the noise of the 2008 paper, which tries several shares a data set. Its networks are small and fully
    // connected, so that no rate or number of epochs of it means anything here
    method: { kind: 'denoising', noise: { kind: 'masking', share: 0.25 } },
  },
});

const inpainting = unmeasured({
  name: 'inpainting',
  title: 'Inpainting pretraining',
  description: 'What was in the hole, so that a second network takes it for real? (context encoder, arXiv 1604.07379).',
  config: { ...small, method: { kind: 'inpainting' } },
});

const inpaintingReference = unmeasured({
  name: 'inpainting-reference',
  title: 'Context encoder as published',
  description: 'Central hole of 64 in 128 pixels (arXiv 1604.07379 and its code), with ResNet-18 for the encoder.',
  config: {
    task: 'pretrain',
    // `loadSize` 350, of the shorter side, and `fineSize` 128 of the authors' train.lua, with pixels from -1 to 1
    // (data/donkey_folder.lua). There crops come from outside the middle square too, and a mean colour fills the hole
    input: { size: 128, pack: 350, resize: 'centre-crop', channels: 3, mean: [0.5], std: [0.5] },
    augment: { crop: { minScale: 0.13, maxScale: 0.14, minRatio: 1, maxRatio: 1 }, flip: { horizontal: 0.5 } }, // (128 / 350)²
    backbone: { kind: 'resnet', depth: 18, width: 64, stem: 'imagenet' },
    method: {
      kind: 'inpainting',
      hole: { kind: 'central', side: 0.5 }, // train.lua: from a quarter to three quarters
      overlap: 4, // README of the code: `overlapPred=4`
      overlapWeight: 10, // `overlapL2Weight` of train.lua
      adversarial: { weight: 0.001, width: 64 }, // README: `wtl2=0.999`; `ndf` of train.lua
      decoder: { width: 512 }, // `ngf` * 8 of train.lua; without the bottleneck, `nBottleneck=4000` of the README
    },
    // train.lua: Adam, beta1 0.5, 0.002 for the painter and 0.0002 for the discriminator. One rate serves both here: the
    // lower one, at which the discriminator is stable
    optimizer: { kind: 'adamw', learningRate: 2e-4, beta1: 0.5, beta2: 0.999, weightDecay: 0 },
    schedule: { kind: 'constant' },
    epochs: 500, // `niter=500` of the README, for any pictures
    batchSize: 64, // train.lua
  },
});

const colourisation = unmeasured({
  name: 'colourisation',
  title: 'Colourisation pretraining',
  description: 'From the lightness of a picture, its colours in 313 bins (arXiv 1603.08511). Needs coloured pictures.',
  config: { ...small, method: { kind: 'colourisation' } },
});

const brightness = unmeasured({
  name: 'brightness',
  title: 'Brightness pretraining',
  description: 'Colourisation for grey pictures: from the strength of the edges, the brightness of each place.',
  config: {
    ...small,
    input: { ...smallInput, channels: 1 },
    method: { kind: 'colourisation', target: 'intensity' },
  },
});

const colourisationReference = unmeasured({
  name: 'colourisation-reference',
  title: 'Colourful image colourisation as published',
  description: 'ImageNet, 313 bins, rare colours weighed up (arXiv 1603.08511 and its code), with ResNet-50.',
  config: {
    task: 'pretrain',
    input: { ...imagenet, size: 176, pack: 256 }, // `crop_size` of the authors' colorization_train_val_v2.prototxt
    augment: { crop: { minScale: 0.47, maxScale: 0.48, minRatio: 1, maxRatio: 1 }, flip: { horizontal: 0.5 } }, // (176 / 256)²; `mirror`
    backbone: resnet50,
    method: {
      kind: 'colourisation',
      stride: 4, // `data_ab_ss`
      neighbours: 5, // the paper; `NN` of caffe_traininglayers.py is 10
      evenShare: 0.5, // `gamma` of `PriorBoostLayer`
      decoder: { width: 256 }, // conv8
    },
    // train/solver.prototxt; its rate falls to 0.316 of itself every 215,000 steps, which no schedule here does (in an
    // earlier version from 3e-5, to a tenth every 225,000), and Caffe's Adam adds the decay to the gradient
    optimizer: { kind: 'adamw', learningRate: 3.16e-5, beta1: 0.9, beta2: 0.99, weightDecay: 1e-3 },
    schedule: { kind: 'cosine' },
    epochs: 16, // `max_iter`: 500,000 steps of 40 pictures
    batchSize: 40, // colorization_train_val_v2.prototxt
  },
});

export const pretextRecipes: readonly Recipe[] = [
  rotation,
  rotationReference,
  relativePosition,
  relativePositionReference,
  jigsaw,
  jigsawReference,
  denoising,
  denoisingReference,
  inpainting,
  inpaintingReference,
  colourisation,
  brightness,
  colourisationReference,
];
