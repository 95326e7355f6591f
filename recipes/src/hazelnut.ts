import type { Recipe } from './recipe';

export const hazelnutPadim: Recipe = {
  name: 'hazelnut-padim',
  title: 'Hazelnuts, from good ones alone',
  description:
    'Gaussian distances on frozen features of a small ResNet (PaDiM), fitted to good nuts: no defect is ever shown to it.',
  command: 'assay run hazelnut-padim --wait',
  expectedTime: null,
  expectedScore: 'test/imageAuroc 1.00, test/accuracy 1.00 (12 pictures)',
  config: {
    task: 'anomaly',
    dataset: { name: 'hazelnut' },
    input: { size: 128, pack: 128, channels: 3 },
    backbone: { kind: 'resnet', depth: 10, width: 32, stem: 'imagenet' },
    model: { kind: 'padim', layers: [1, 2, 3], dimensions: 64, regularisation: 0.01 },
    batchSize: 16,
  },
};
