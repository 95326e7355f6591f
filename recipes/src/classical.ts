import { unmeasured } from './common';
import type { Recipe } from './recipe';

/** Texture by hand and a traditional learner: what costs milliseconds on one thread, for any dataset. */
const input = { size: 64, channels: 1 } as const;

const lbp = { kind: 'lbp', points: 8, radius: 1, grid: 2 } as const;
const glcm: { kind: 'glcm'; distances: number[]; levels: number } = { kind: 'glcm', distances: [1, 2], levels: 32 };
const gabor: { kind: 'gabor'; frequencies: number[] } = { kind: 'gabor', frequencies: [0.1, 0.2, 0.4] };
const histogram = { kind: 'histogram', bins: 16 } as const;

/** Without the position of anything: what a good surface looks like anywhere. */
const texture = [{ ...lbp, grid: 1 }, glcm, histogram] as const;

export const classicalRecipes: readonly Recipe[] = [
  {
    ...unmeasured({
      name: 'classical-lbp-svm',
      title: 'Local binary patterns and a support vector machine',
      description:
        'Shares of local binary patterns in four parts of the picture, told apart by a machine with a Gaussian kernel.',
      config: {
        task: 'classical',
        input,
        features: lbp,
        learner: { kind: 'rbfSvm', c: 10, classWeights: 'balanced' },
        mirrors: true,
      },
    }),
    expectedScore: 'on board-defects test/accuracy 0.61 (any seed; majority 0.50)',
  },
  {
    ...unmeasured({
      name: 'classical-glcm-forest',
      title: 'Co-occurrence and a random forest',
      description:
        "Haralick's properties of grey level co-occurrence, and trees on random shares of pictures and features.",
      config: {
        task: 'classical',
        input,
        features: { ...glcm, grid: 2 },
        learner: { kind: 'randomForest', trees: 200, minLeaf: 2, classWeights: 'balanced' },
        scaling: 'none',
        mirrors: true,
      },
    }),
    expectedScore: 'on board-defects test/accuracy 0.63 and 0.65 (seeds 0, 1; majority 0.50)',
  },
  {
    ...unmeasured({
      name: 'classical-hog-svm',
      title: 'Histogram of gradients and a linear machine',
      description:
        'Directions of edges in cells of 8 x 8 pixels, and a linear machine for each class against the rest.',
      config: {
        task: 'classical',
        input,
        features: { kind: 'hog', orientations: 9, cell: 8 },
        learner: { kind: 'linearSvm', c: 0.003, classWeights: 'balanced' },
        mirrors: true,
      },
    }),
    expectedScore: 'on board-defects test/accuracy 0.59 (any seed; majority 0.50)',
  },
  {
    ...unmeasured({
      name: 'classical-texture-search',
      title: 'All textures side by side, the machine chosen on folds',
      description:
        'Patterns, co-occurrence, a Gabor bank and grey values; cost and width of the machine chosen on five folds of the training pictures, by group.',
      config: {
        task: 'classical',
        input,
        features: { kind: 'several', parts: [lbp, glcm, gabor, histogram] },
        learner: { kind: 'rbfSvm', classWeights: 'balanced' },
        search: { folds: 5, grid: { c: [0.3, 3, 30], gamma: ['scale', 0.003, 0.03] }, metric: 'balancedAccuracy' },
      },
    }),
    expectedScore: 'on board-defects test/accuracy 0.58 and 0.56 (seeds 0, 1; majority 0.50)',
  },
  {
    ...unmeasured({
      name: 'classical-good-only',
      title: 'A Gaussian of texture, from good pictures alone',
      description: 'How far a picture’s texture lies from that of the good ones, by the Mahalanobis distance.',
      config: {
        task: 'classical',
        input,
        features: { kind: 'several', parts: [...texture] },
        learner: { kind: 'mahalanobis', regularisation: 0.01 },
        goodOnly: {},
      },
    }),
    expectedScore: "on the hazelnuts' own split test/imageAuroc 1.00, test/accuracy 0.92 (12 pictures)",
  },
  {
    ...unmeasured({
      name: 'classical-good-only-map',
      title: 'Where the texture is unlike that of good pictures',
      description:
        'The same of cut-outs of 32 x 32 pixels, one Gaussian for all places; a map shows where a picture is odd.',
      config: {
        task: 'classical',
        input: { size: 128, channels: 1 },
        features: { kind: 'several', parts: [...texture] },
        learner: { kind: 'mahalanobis', regularisation: 0.01 },
        goodOnly: { cuts: { size: 32, stride: 8 } },
      },
    }),
    expectedScore: "on the hazelnuts' own split test/imageAuroc 1.00, test/accuracy 1.00 (12 pictures)",
  },
];
