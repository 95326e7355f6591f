/** What the server is filled with: real board pictures, two strategies over three seeds, and one run that lasts. */
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
} as const;
