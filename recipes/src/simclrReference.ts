import { resnet50, unmeasured } from './common';

/**
 * The paper's default setting (arXiv 2002.05709, section 2.3) with the defaults of the authors' code, google-research/simclr
 * at commit 383d414; lines are those of that commit. Unlike there, the four changes of colour come in one fixed order, no
 * branch of the ResNet starts at zero (resnet.py:480, `init_zero`), no batch norm ends the projector (model_util.py:162), the
 * learning rate is no part of LARS's momentum (lars_optimizer.py, `classic_momentum`), and crops are cut from the picture made
 * square.
 */
export const simclrReference = unmeasured({
  name: 'simclr-reference',
  title: 'SimCLR as published',
  description:
    'ResNet-50 on ImageNet, 100 epochs at batch 4096 (arXiv 2002.05709): hours on 32 TPUs, days on a few GPUs.',
  config: {
    task: 'pretrain',
    // run.py:236; data_util.py:476: pictures stay in 0 to 1
    input: { size: 224, channels: 3, mean: [0], std: [1] },
    augment: {
      crop: { minScale: 0.08, maxScale: 1, minRatio: 3 / 4, maxRatio: 4 / 3 }, // data_util.py:321
      flip: { horizontal: 0.5 }, // data_util.py:472
      // data_util.py:74 at strength 1 (run.py:240); data_util.py:392
      colour: { probability: 0.8, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
      grey: 0.2, // data_util.py:393
      blur: { probability: 0.5, minSigma: 0.1, maxSigma: 2 }, // data_util.py:417 and 411
    },
    backbone: resnet50, // run.py:224
    method: {
      kind: 'simclr',
      temperature: 0.1, // run.py:191
      // section 2.3: two layers to 128; the hidden one is as wide as the features (model_util.py:144). run.py:207 has the
      // three layers of the second paper.
      projector: [2048, 128],
    },
    // run.py:43, 171 and 175; lars_optimizer.py:26; decay in section 2.3, where run.py:55 has the second paper's 1e-4
    optimizer: { kind: 'lars', learningRate: 0.3, momentum: 0.9, weightDecay: 1e-6, trust: 0.001 },
    rateScaling: 'linear', // run.py:47; model_util.py:65
    schedule: { kind: 'cosine', warmupEpochs: 10 }, // run.py:51; model_util.py:76
    epochs: 100, // run.py:71
    batchSize: 4096, // section 2.3
  },
});
