import { cannyEdges, countMask } from '@assay/classical';
import { defineOperation } from './operation';
import { choice, number } from './settings';
import { whiteOnBlack } from './writePicture';

const level = number({ min: 0, max: 32767 });

/** Edges one pixel wide. */
export const canny = defineOperation(
  { low: level, high: level, norm: choice(['l1', 'l2']) },
  ({ low = 100, high = 200, norm = 'l1' }) =>
    (picture) => {
      const edges = cannyEdges(picture, { low, high, isEuclidean: norm === 'l2' });
      return { answer: { edges: countMask(edges) }, picture: whiteOnBlack(edges) };
    },
);
