/**
 * What the server is filled with: real board pictures, two strategies over three seeds, one run that lasts, and after it a
 * pretraining that is watched.
 */
export const EXPERIMENT = 'Do small networks see defects?';
export const DATASET = 'defects';
export const SEEDS = [0, 1, 2];

const dataset = { name: DATASET };
const input = { size: 16, pack: 16, channels: 1 };
const network = {
  task: 'finetune',
  dataset,
  input,
  backbone: { kind: 'resnet', depth: 10, width: 4, stem: 'small' },
  optimizer: { kind: 'adamw', learningRate: 3e-3 },
  batchSize: 32,
};

export const CONFIGS = {
  gradients: { task: 'classical', dataset, input: { ...input, size: 32, pack: 32 } },
  network: { ...network, epochs: 2 },
  patience: { ...network, epochs: 5000 },
  watched: {
    task: 'pretrain',
    dataset,
    input,
    backbone: network.backbone,
    optimizer: network.optimizer,
    batchSize: network.batchSize,
    method: { kind: 'simclr', projector: [16] },
    augment: { crop: {}, flip: { horizontal: 0.5 } },
    epochs: 3,
    checkpoint: { everyEpochs: 1, keep: 2 },
    watch: {
      linear: { everyEpochs: 1 },
      signals: { everyEpochs: 1, sample: 64 },
      pictures: { everyEpochs: 1 },
      embeddings: { sample: 64 },
    },
  },
} as const;

/** Runs of their own, with one seed. */
export const ALONE: Readonly<Record<string, string>> = {
  patience: 'A run that lasts',
  watched: 'A run that is watched',
};
