import { describeComponents, greyHistogram, maskAbove, maskHuMoments, otsuThreshold } from '@assay/classical';
import { defineOperation } from './operation';
import { choice } from './settings';
import { whiteOnBlack } from './writePicture';

/** Connected components of the pixels above Otsu's threshold, largest first, and the moments of all together. */
export const components = defineOperation(
  { connectivity: choice(['4', '8']), shapes: choice(['yes', 'no']) },
  ({ connectivity = '8', shapes = 'no' }) =>
    (picture) => {
      const mask = maskAbove(picture, otsuThreshold(greyHistogram(picture)));
      // Sorting is stable: equal areas stay in reading order.
      const found = describeComponents(mask, connectivity === '4' ? 4 : 8).sort((a, b) => b.area - a.area);
      const answer = {
        areas: found.map(({ area }) => area),
        hu: maskHuMoments(mask),
        ...(shapes === 'yes' ? { shapes: found.map(({ label, ...shape }) => shape) } : {}),
      };
      return { answer, picture: whiteOnBlack(mask) };
    },
);
