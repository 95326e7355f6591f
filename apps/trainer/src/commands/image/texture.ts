import { gaborStatistics, glcmFeatures, hog, lbpHistogram } from '@assay/classical';
import { InputError } from '@assay/contracts';
import { defineOperation } from './operation';
import { number, numbers, whole, wholes } from './settings';

const ANGLES = [0, 45, 90, 135];
const angles = numbers({ min: -360, max: 360 });

/** Properties of co-occurrence matrices, each [distance][angle]. */
export const glcm = defineOperation(
  { distances: wholes({ min: 1, max: 1024 }), angles, levels: whole({ min: 2, max: 256 }) },
  ({ distances = [1, 2], angles: directions = ANGLES, levels = 64 }) =>
    ({ data, width, height }) => ({
      answer: glcmFeatures(data, width, height, { distances, angles: directions, levels }),
    }),
);

/** Counts of uniform local binary patterns. */
export const lbp = defineOperation(
  { points: whole({ min: 2, max: 24 }), radius: number({ min: 0.1, max: 256 }) },
  ({ points = 8, radius = 1 }) =>
    ({ data, width, height }) => ({
      answer: { histogram: [...lbpHistogram(data, width, height, { points, radius })] },
    }),
);

/** Statistics of a Gabor bank, [frequency][angle]. */
export const gabor = defineOperation(
  // Below, a kernel is wider than a thousand pixels.
  { frequencies: numbers({ min: 0.003, max: 1 }), angles },
  ({ frequencies = [0.1, 0.2, 0.4], angles: directions = ANGLES }) =>
    ({ data, width, height }) => ({
      answer: gaborStatistics(data, width, height, { frequencies, angles: directions }),
    }),
);

/** Histograms of oriented gradients, blocks row by row. */
export const hogOperation = defineOperation(
  { orientations: whole({ min: 1, max: 36 }), cell: whole({ min: 2, max: 256 }) },
  ({ orientations = 9, cell = 8 }) =>
    ({ data, width, height }, path) => {
      if (Math.min(width, height) < 2 * cell) {
        const fix = `a block is ${2 * cell} x ${2 * cell}`;
        throw new InputError({ where: path, found: `${width} x ${height} pixels hold no block`, fix });
      }
      return { answer: { features: [...hog(data, width, height, { orientations, cell })] } };
    },
);
