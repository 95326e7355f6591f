import { imagenet, smallInput, smallResnet, unmeasured } from './common';
import type { Recipe } from './recipe';
import { watched } from './watched';

/** Methods that hide patches, and the tokenizers that some of them need, small and as published. */

const vit = { kind: 'vit', patch: 8, width: 192, depth: 6, heads: 3, pool: 'mean' } as const;
const augment = { crop: { minScale: 0.2, maxScale: 1 }, flip: { horizontal: 0.5 } } as const;

const small = {
  task: 'pretrain',
  input: smallInput,
  augment,
  backbone: vit,
  optimizer: { kind: 'adamw', learningRate: 1.5e-3, beta2: 0.95, weightDecay: 0.05 },
  schedule: { kind: 'cosine', warmupEpochs: 10 },
  epochs: 200,
  batchSize: 128,
  watch: watched(20),
} as const;

/** At 224 pixels, 14 x 14 patches. */
const vitBase = { kind: 'vit', patch: 16, width: 768, depth: 12, heads: 12 } as const;

export const maeReference = unmeasured({
  name: 'mae-reference',
  title: 'MAE as published',
  description: 'ViT-B/16 on ImageNet, 800 epochs at batch 4096 (arXiv 2111.06377): a matter of days on many GPUs.',
  config: {
    task: 'pretrain',
    input: imagenet,
    augment, // `transform_train` of the authors' main_pretrain.py
    backbone: { ...vitBase, positions: 'sincos' }, // models_mae.py
    method: {
      kind: 'mae',
      maskRatio: 0.75, // `--mask_ratio`, PRETRAIN.md
      normalisePixels: true, // `--norm_pix_loss`, PRETRAIN.md
      decoder: { width: 512, depth: 8, heads: 16 }, // `mae_vit_base_patch16_dec512d8b` of models_mae.py
    },
    // PRETRAIN.md, for ViT-L and with another `--model` for ViT-B: `--blr`, `--weight_decay`, `--warmup_epochs`,
    // `--epochs`; betas in main_pretrain.py
    optimizer: { kind: 'adamw', learningRate: 1.5e-4, beta1: 0.9, beta2: 0.95, weightDecay: 0.05 },
    rateScaling: 'linear',
    schedule: { kind: 'cosine', warmupEpochs: 40 },
    epochs: 800,
    batchSize: 4096, // 8 nodes x 8 GPUs x 64
  },
});

export const dvae = unmeasured({
  name: 'dvae',
  title: 'Discrete autoencoder',
  description: 'Each place of a picture becomes one of 512 codes, and a picture again: a tokenizer (arXiv 2102.12092).',
  config: {
    ...small,
    // The smallest stem: 8 x 8 codes of a view of 64, as `beit` has patches.
    backbone: smallResnet,
    method: { kind: 'dvae', codes: 512 },
    optimizer: { kind: 'adamw', learningRate: 1e-3, weightDecay: 1e-4 },
    schedule: { kind: 'cosine', warmupEpochs: 5 },
    epochs: 100,
    watch: watched(10),
  },
});

export const dvaeReference = unmeasured({
  name: 'dvae-reference',
  title: 'Discrete autoencoder with the numbers of DALL-E',
  description: '8192 codes of 14 x 14 places at 112 pixels (arXiv 2102.12092, BEiT’s use): days on many GPUs.',
  config: {
    task: 'pretrain',
    // BEiT's second view (`--second_input_size 112` of run_beit_pretraining.py), normalised as in `beit-reference`;
    // DALL-E's own pictures have 256 pixels a side and go from 0.1 to 0.9 (`map_pixels` of its utils.py)
    input: { ...imagenet, size: 112 },
    // As BEiT crops and mirrors, whose views it will be asked about
    augment: { crop: { minScale: 0.08, maxScale: 1 }, flip: { horizontal: 0.5 } },
    backbone: { kind: 'resnet', depth: 50, width: 64, stem: 'small' }, // ours: the paper has a ResNet of its own
    method: {
      kind: 'dvae',
      codes: 8192, // `vocab_size` of DALL-E's encoder.py
      codeWidth: 128, // `n_init` of its decoder.py
      // appendix A.2: from 1 to 1/16 over 150 000 updates; 2500 updates of 512 are an epoch of ImageNet
      temperature: { first: 1, final: 1 / 16, epochs: 60 },
      // Appendix A.2: over 5000 updates. There it weighs against a logit-Laplace likelihood, here against a squared
      // error
      divergence: { weight: 6.6, warmupEpochs: 2 },
      decoderWidth: 512, // the most there is here: decoder.py has 1024 after the first doubling (4 `n_hid`)
    },
    // appendix A.2; 1.25e-6 at the end, after 1 200 000 updates. The paper goes on level, and averages the weights.
    optimizer: { kind: 'adamw', learningRate: 1e-4, beta1: 0.9, beta2: 0.999, weightDecay: 1e-4 },
    schedule: { kind: 'cosine', finalFactor: 0.0125 },
    epochs: 480,
    batchSize: 512,
  },
});

export const vqKd = unmeasured({
  name: 'vq-kd',
  title: 'Vector-quantised distillation',
  description: 'Codes from which a teacher’s features follow: a tokenizer of meaning (arXiv 2208.06366).',
  command: 'assay run vq-kd --set dataset.name=NAME --set method.teacher.kind=run --set method.teacher.id=RUN',
  config: {
    ...small,
    // A small set has few kinds of patches: codes that nobody chooses start anew.
    method: { kind: 'vqKd', codes: 512, revive: 0.1 },
    optimizer: { kind: 'adamw', learningRate: 5e-4, beta2: 0.99, weightDecay: 1e-4 },
    epochs: 100,
  },
});

export const vqKdReference = unmeasured({
  name: 'vq-kd-reference',
  title: 'VQ-KD as published, but for its teacher',
  description: 'ViT-B/16 on ImageNet, 100 epochs at batch 512; the authors’ teacher is CLIP (arXiv 2208.06366).',
  command:
    'assay run vq-kd-reference --set dataset.name=NAME --set method.teacher.kind=run --set method.teacher.id=RUN',
  config: {
    task: 'pretrain',
    // `--process_type default`, TOKENIZER.md: pixels from -1 to 1
    input: { size: 224, channels: 3, mean: [0.5], std: [0.5] },
    augment: { crop: { minScale: 0.08, maxScale: 1 }, flip: { horizontal: 0.5 } }, // `--min_crop_scale`, TOKENIZER.md
    backbone: vitBase, // `vqkd_encoder_base_decoder_3x768x12_clip`
    method: {
      kind: 'vqKd',
      codes: 8192, // `--codebook_n_emd`
      codeWidth: 32, // `--codebook_emd_dim`
      decay: 0.99, // `--ema_decay` of run_vqkd_training.py
      decoder: { width: 768, depth: 3, heads: 12 }, // the same model
    },
    // TOKENIZER.md; the rate is 5e-5 for 128 pictures in run_vqkd_training.py, and 1e-5 at the end. The first codes are
    // tokens of the first batch here, in place of `--quantize_kmeans_init`.
    optimizer: { kind: 'adamw', learningRate: 2e-4, beta1: 0.9, beta2: 0.99, weightDecay: 1e-4 },
    schedule: { kind: 'cosine', warmupEpochs: 10, finalFactor: 0.05 },
    epochs: 100,
    batchSize: 512, // 8 x 64
  },
});

export const beit = unmeasured({
  name: 'beit',
  title: 'BEiT pretraining',
  description:
    'Foretell the codes of hidden rectangles: the visual words of a run, or random codes (arXiv 2106.08254, 2202.01855).',
  command:
    'assay run beit --set dataset.name=NAME --set method.tokenizer.kind=words --set method.tokenizer.teacher.kind=run --set method.tokenizer.teacher.id=RUN',
  config: { ...small, method: { kind: 'beit' } },
});

export const beitReference = unmeasured({
  name: 'beit-reference',
  title: 'BEiT as published, but for its tokenizer',
  description: 'ViT-B/16 on ImageNet, 800 epochs at batch 2048 (arXiv 2106.08254): a matter of days on many GPUs.',
  command:
    'assay run beit-reference --set dataset.name=NAME --set method.tokenizer.kind=run --set method.tokenizer.id=RUN',
  config: {
    task: 'pretrain',
    input: imagenet, // `--imagenet_default_mean_and_std`
    augment: {
      crop: { minScale: 0.08, maxScale: 1 },
      flip: { horizontal: 0.5 },
      // `ColorJitter(0.4, 0.4, 0.4)` of datasets.py, which comes before the crop there
      colour: { probability: 1, brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0 },
    },
    backbone: { ...vitBase, dropPath: 0.1 }, // `--drop_path 0.1`; without the authors' relative positions and layer scale
    method: {
      kind: 'beit',
      maskRatio: 75 / 196, // `--num_mask_patches 75`
      // `--min_mask_patches_per_block` of run_beit_pretraining.py; `min_aspect` of masking_generator.py
      mask: { kind: 'block', minPatches: 16, minAspect: 0.3 },
      tokenizer: { kind: 'random', codes: 8192 }, // in place of DALL-E's: name a run of `dvae-reference`
    },
    // "Pre-training BEiT-base on ImageNet-1k" in the README; betas, decay and 1e-5 at the end in
    // run_beit_pretraining.py
    optimizer: { kind: 'adamw', learningRate: 1.5e-3, beta1: 0.9, beta2: 0.999, weightDecay: 0.05 },
    schedule: { kind: 'cosine', warmupEpochs: 10, finalFactor: 1e-5 / 1.5e-3 },
    clipNorm: 3, // `--clip_grad 3.0`, README
    epochs: 800,
    batchSize: 2048, // 16 x 128
  },
});

export const simmim = unmeasured({
  name: 'simmim',
  title: 'SimMIM pretraining',
  description: 'Foretell the pixels of hidden patches by one linear layer (arXiv 2111.09886).',
  config: { ...small, method: { kind: 'simmim' } },
});

export const simmimReference = unmeasured({
  name: 'simmim-reference',
  title: 'SimMIM as published',
  description: 'ViT-B/16 on ImageNet, 800 epochs at batch 2048 (arXiv 2111.09886): a matter of days on many GPUs.',
  config: {
    task: 'pretrain',
    input: imagenet,
    augment: { crop: { minScale: 0.67, maxScale: 1 }, flip: { horizontal: 0.5 } }, // data/data_simmim.py
    backbone: { ...vitBase, dropPath: 0.1 }, // without the authors' relative positions and layer scale
    method: {
      kind: 'simmim',
      // simmim_pretrain__vit_base__img224__800ep.yaml: 0.6 of 7 x 7 squares of 32 pixels, rounded up to 30
      maskRatio: 120 / 196,
      mask: { kind: 'random', unit: 2 },
    },
    // the same file: 1e-4 for 512 pictures (main_simmim.py); there it falls to a tenth at epoch 700, here by half a
    // cosine; betas in config.py
    optimizer: { kind: 'adamw', learningRate: 4e-4, beta1: 0.9, beta2: 0.999, weightDecay: 0.05 },
    schedule: { kind: 'cosine', warmupEpochs: 10 },
    clipNorm: 5, // config.py
    epochs: 800,
    batchSize: 2048, // 16 x 128: README, for Swin-B
  },
});

export const maskedRecipes: readonly Recipe[] = [
  maeReference,
  dvae,
  dvaeReference,
  vqKd,
  vqKdReference,
  beit,
  beitReference,
  simmim,
  simmimReference,
];
