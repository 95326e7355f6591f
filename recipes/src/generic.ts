import { contrastive, smallInput, smallResnet } from './common';
import type { Recipe } from './recipe';
import { watched } from './watched';

/** Starting points for one's own pictures: they name no dataset. */
const vit = { kind: 'vit', patch: 8, width: 192, depth: 6, heads: 3, pool: 'mean' } as const;

export const simclr: Recipe = {
  name: 'simclr',
  title: 'SimCLR pretraining',
  description: 'Two random views of a picture should agree, those of other pictures should not (arXiv 2002.05709).',
  command: 'assay run simclr --set dataset.name=NAME',
  expectedTime: null,
  expectedScore: null,
  config: {
    task: 'pretrain',
    input: smallInput,
    augment: contrastive,
    backbone: smallResnet,
    method: { kind: 'simclr', temperature: 0.5, projector: [512, 128] },
    optimizer: { kind: 'adamw', learningRate: 1e-3, weightDecay: 0.01 },
    schedule: { kind: 'cosine', warmupEpochs: 5 },
    epochs: 100,
    batchSize: 128,
    watch: watched(10),
  },
};

export const mae: Recipe = {
  name: 'mae',
  title: 'Masked autoencoder pretraining',
  description: 'Three quarters of the patches are hidden and filled in from the rest (arXiv 2111.06377).',
  command: 'assay run mae --set dataset.name=NAME',
  expectedTime: null,
  expectedScore: null,
  config: {
    task: 'pretrain',
    input: smallInput,
    augment: { crop: { minScale: 0.2, maxScale: 1 }, flip: { horizontal: 0.5 } },
    backbone: vit,
    method: { kind: 'mae', maskRatio: 0.75 },
    optimizer: { kind: 'adamw', learningRate: 1.5e-3, beta2: 0.95, weightDecay: 0.05 },
    schedule: { kind: 'cosine', warmupEpochs: 10 },
    epochs: 200,
    batchSize: 128,
    watch: watched(20),
  },
};

export const finetune: Recipe = {
  name: 'finetune',
  title: 'Fine-tuning of all weights',
  description: 'Learns a classification from labelled pictures, from scratch or from a run (`--set init.kind=run`).',
  command: 'assay run finetune --set dataset.name=NAME --set init.kind=run --set init.id=RUN',
  expectedTime: null,
  expectedScore: null,
  followsInit: true,
  config: {
    task: 'finetune',
    input: smallInput,
    augment: { crop: { minScale: 0.5, maxScale: 1 }, flip: { horizontal: 0.5 } },
    backbone: smallResnet,
    optimizer: { kind: 'adamw', learningRate: 1e-3, weightDecay: 0.05 },
    schedule: { kind: 'cosine', warmupEpochs: 3 },
    epochs: 60,
    batchSize: 64,
  },
};

export const knnProbe: Recipe = {
  name: 'knn-probe',
  title: 'Nearest neighbours on frozen features',
  description: 'How well neighbours in the features share a class: measures a pretraining without any learning.',
  command: 'assay run knn-probe --set dataset.name=NAME --set init.kind=run --set init.id=RUN',
  expectedTime: null,
  expectedScore: null,
  followsInit: true,
  config: { task: 'probe', input: smallInput, backbone: smallResnet, probe: { kind: 'knn' } },
};

export const linearProbe: Recipe = {
  name: 'linear-probe',
  title: 'Logistic regression on frozen features',
  description: 'How well a straight line in the features tells the classes apart.',
  command: 'assay run linear-probe --set dataset.name=NAME --set init.kind=run --set init.id=RUN',
  expectedTime: null,
  expectedScore: null,
  followsInit: true,
  config: { task: 'probe', input: smallInput, backbone: smallResnet, probe: { kind: 'linear' } },
};
