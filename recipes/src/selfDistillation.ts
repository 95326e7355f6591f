import { contrastive, imagenet, mildlyUnlike, smallInput, smallResnet } from './common';
import type { Recipe } from './recipe';
import { watched } from './watched';

/** Clustering and self-distillation: small ones for one's own pictures, and the papers'. */
/** Four small crops of a quarter of a whole view's pixels: a step passes half as many pixels again as without. */
const local = { count: 4, size: 32, minScale: 0.05, maxScale: 0.4 } as const;

const swav: Recipe = {
  name: 'swav',
  title: 'SwAV pretraining',
  description: 'From one view, the cluster that another view was assigned to is foretold (arXiv 2006.09882).',
  command: 'assay run swav --set dataset.name=NAME',
  expectedTime: null,
  expectedScore: null,
  config: {
    task: 'pretrain',
    input: smallInput,
    augment: contrastive,
    views: { local },
    backbone: smallResnet,
    method: { kind: 'swav', projector: [512, 128], prototypes: 128, queue: { length: 512, startEpoch: 10 } },
    optimizer: { kind: 'adamw', learningRate: 1e-3, weightDecay: 0.01 },
    schedule: { kind: 'cosine', warmupEpochs: 5 },
    epochs: 100,
    batchSize: 64,
    watch: watched(10),
  },
};

/**
 * The authors' training with small batches, scripts/swav_400ep_bs256_pretrain.sh. Unlike there, LARS leaves biases and
 * norms alone and takes the norm of gradient and decay together, where apex's LARC adds the norms, and the brightness,
 * contrast, saturation and hue of a picture change in one fixed order.
 */
const swavReference: Recipe = {
  name: 'swav-reference',
  title: 'SwAV as published, batches of 256',
  description: "The paper's ResNet-50 on pictures like ImageNet's: days on a large GPU (arXiv 2006.09882).",
  command: 'assay run swav-reference --set dataset.name=NAME',
  expectedTime: null,
  expectedScore: null,
  config: {
    task: 'pretrain',
    input: { ...imagenet, std: [0.228, 0.224, 0.225] }, // src/multicropdataset.py
    augment: {
      crop: { minScale: 0.14, maxScale: 1 }, // --min_scale_crops, --max_scale_crops
      flip: { horizontal: 0.5 },
      // src/multicropdataset.py, get_color_distortion at strength 1
      colour: { probability: 0.8, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
      grey: 0.2,
      blur: { probability: 0.5, minSigma: 0.1, maxSigma: 2 }, // PILRandomGaussianBlur
    },
    views: { local: { count: 6, size: 96, minScale: 0.05, maxScale: 0.14 } }, // --nmb_crops, --size_crops
    backbone: { kind: 'resnet', depth: 50, width: 64, stem: 'imagenet' },
    method: {
      kind: 'swav',
      projector: [2048, 128], // --hidden_mlp of main_swav.py; --feat_dim
      prototypes: 3000, // --nmb_prototypes
      temperature: 0.1, // --temperature
      epsilon: 0.05, // --epsilon
      sinkhornIterations: 3, // --sinkhorn_iterations
      queue: { length: 3840, startEpoch: 15 }, // --queue_length, --epoch_queue_starts
      frozenEpochs: 1, // --freeze_prototypes_niters 5005, an epoch of ImageNet's 1,281,167 pictures
    },
    // --base_lr, main_swav.py's momentum, --wd, LARC's trust
    optimizer: { kind: 'lars', learningRate: 0.6, momentum: 0.9, weightDecay: 1e-6, trust: 0.001 },
    schedule: { kind: 'cosine', warmupEpochs: 0, finalFactor: 0.001 }, // --warmup_epochs; --final_lr 0.0006
    epochs: 400, // --epochs
    batchSize: 256, // --batch_size 64 on 4 GPUs
  },
};

const dino: Recipe = {
  name: 'dino',
  title: 'DINO pretraining',
  description: 'A student foretells, from any view, what its own slow average sees in another (arXiv 2104.14294).',
  command: 'assay run dino --set dataset.name=NAME',
  expectedTime: null,
  expectedScore: null,
  config: {
    task: 'pretrain',
    input: smallInput,
    augment: {
      crop: { minScale: 0.4, maxScale: 1 },
      flip: { horizontal: 0.5 },
      colour: { probability: 0.8, saturation: 0.2 },
      grey: 0.2,
      blur: { probability: 0.5 },
    },
    views: { second: mildlyUnlike, local },
    backbone: { kind: 'vit', patch: 8, width: 192, depth: 6, heads: 3, pool: 'token' },
    method: {
      kind: 'dino',
      head: { hidden: 512, bottleneck: 128, outputs: 1024 },
      teacherTemperature: { first: 0.04, final: 0.06, warmupEpochs: 20 },
      teacherMomentum: 0.99,
    },
    optimizer: { kind: 'adamw', learningRate: 1e-3, weightDecay: 0.04 },
    schedule: { kind: 'cosine', warmupEpochs: 10, finalFactor: 0.001 },
    weightDecayEnd: 0.4,
    clipNorm: 3,
    epochs: 100,
    batchSize: 64,
    watch: watched(10),
  },
};

/**
 * The paper's ViT-S/16 by README, "Boosting DINO performance", and the defaults of the authors' main_dino.py. Unlike
 * there, gradients are clipped by their common norm and not each by its own, small crops are blurred as the first whole
 * view, changes of colour come in a fixed order, and the class token and the position embeddings have no weight decay.
 */
const dinoReference: Recipe = {
  name: 'dino-reference',
  title: 'DINO as published, ViT-S/16',
  description: "The paper's ViT-S/16 on pictures like ImageNet's: days on large GPUs (arXiv 2104.14294, section 3.2).",
  command: 'assay run dino-reference --set dataset.name=NAME',
  expectedTime: null,
  expectedScore: null,
  config: {
    task: 'pretrain',
    input: imagenet,
    augment: {
      crop: { minScale: 0.4, maxScale: 1 }, // --global_crops_scale
      flip: { horizontal: 0.5 },
      // DataAugmentationDINO of main_dino.py
      colour: { probability: 0.8, brightness: 0.4, contrast: 0.4, saturation: 0.2, hue: 0.1 },
      grey: 0.2,
      blur: { probability: 1, minSigma: 0.1, maxSigma: 2 },
    },
    views: {
      second: { blur: { probability: 0.1, minSigma: 0.1, maxSigma: 2 }, solarise: 0.2 },
      local: { count: 8, size: 96, minScale: 0.05, maxScale: 0.4 }, // --local_crops_number, --local_crops_scale
    },
    backbone: { kind: 'vit', patch: 16, width: 384, depth: 12, heads: 6, pool: 'token', dropPath: 0.1 }, // --drop_path_rate
    method: {
      kind: 'dino',
      // DINOHead's defaults; --out_dim; --norm_last_layer false with a ViT-S (README, "Boosting DINO performance")
      head: { layers: 3, hidden: 2048, bottleneck: 256, outputs: 65536, isNormFixed: false },
      studentTemperature: 0.1, // DINOLoss
      // --warmup_teacher_temp; --teacher_temp 0.07 --warmup_teacher_temp_epochs 30 (README, the same)
      teacherTemperature: { first: 0.04, final: 0.07, warmupEpochs: 30 },
      teacherMomentum: 0.996, // --momentum_teacher
      centerMomentum: 0.9, // DINOLoss
      frozenEpochs: 1, // --freeze_last_layer
    },
    optimizer: { kind: 'adamw', learningRate: 5e-4, weightDecay: 0.04 }, // --lr, --weight_decay
    rateScaling: 'linear', // train_dino
    schedule: { kind: 'cosine', warmupEpochs: 10, finalFactor: 5e-4 }, // --warmup_epochs; --min_lr 1e-6 of 2e-3
    weightDecayEnd: 0.4, // --weight_decay_end
    clipNorm: 3, // --clip_grad
    epochs: 300, // README, the same
    batchSize: 1024, // 16 GPUs (README, the same) x --batch_size_per_gpu
  },
};

export const selfDistillationRecipes: readonly Recipe[] = [swav, swavReference, dino, dinoReference];
