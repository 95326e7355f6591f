import type { Recipe } from './recipe';

export const classicalThresholdMasks: Recipe = {
  name: 'classical-threshold-masks',
  title: 'Masks by a threshold',
  description:
    'What is dark in green light on a hazelnut is paint: a threshold, an opening, and the smallest area, both chosen on training masks. Needs them: assay dataset split hazelnut --stratify --train .5 --validation .1 --test .4',
  command: 'assay run classical-threshold-masks --wait',
  expectedTime: null,
  expectedScore: 'test/iou/class:colour 0.61, of 12 pictures, three of them with paint',
  config: {
    task: 'classical',
    dataset: { name: 'hazelnut' },
    regions: {
      output: 'masks',
      channel: 'green',
      from: { kind: 'threshold', method: 'fixed', level: 96, polarity: 'dark' },
      morphology: [{ operation: 'open', radius: 1 }],
      minArea: 32,
      search: { split: 'train' },
    },
  },
};

export const classicalTemplateBoxes: Recipe = {
  name: 'classical-template-boxes',
  title: 'Boxes by the difference from a template',
  description:
    'What differs from the sound board, moved onto the picture, is a defect; the threshold and the smallest area are chosen on training boards.',
  command: 'assay run classical-template-boxes --set dataset.name=NAME --wait',
  expectedTime: null,
  expectedScore: 'on boards test/ap 0.51, test/ap50 0.77 (17 boards of other designs)',
  config: {
    task: 'classical',
    regions: {
      output: 'boxes',
      from: { kind: 'template', polarity: 'both', tolerance: 96, edgeTolerance: 1 },
      morphology: [
        { operation: 'open', radius: 1 },
        { operation: 'close', radius: 3 },
      ],
      minArea: 20,
      // The set's boxes are drawn with so much room around the defect.
      margin: 10,
      score: 'sum',
      search: { split: 'train' },
    },
  },
};
