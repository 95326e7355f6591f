import {
  blackHat,
  closePicture,
  countMask,
  dilate,
  type Element,
  erode,
  fillHoles,
  type GreyPicture,
  greyHistogram,
  maskAbove,
  openPicture,
  otsuThreshold,
  removeSmall,
  topHat,
} from '@assay/classical';
import { InputError } from '@assay/contracts';
import { defineOperation } from './operation';
import { choice, whole } from './settings';
import { whiteOnBlack } from './writePicture';

const CHANGES = {
  erode,
  dilate,
  open: openPicture,
  close: closePicture,
  'top-hat': topHat,
  'black-hat': blackHat,
} satisfies Record<string, (picture: GreyPicture, element: Element) => GreyPicture>;
const NAMES = ['erode', 'dilate', 'open', 'close', 'top-hat', 'black-hat', 'fill-holes', 'remove-small'] as const;
const SHAPES = ['rectangle', 'ellipse', 'cross'] as const;
const side = whole({ min: 1, max: 4095 });

/** Changes the Otsu mask, or with of=grey the grey picture, by the shapes in it. */
export const morphology = defineOperation(
  {
    operation: choice(NAMES),
    of: choice(['mask', 'grey']),
    shape: choice(SHAPES),
    width: side,
    height: side,
    /** Of `remove-small`. */
    area: whole({ min: 1, max: 2 ** 31 - 1 }),
  },
  ({ operation = 'open', of = 'mask', shape = 'rectangle', width = 3, height = 3, area = 64 }) => {
    const change = operation === 'fill-holes' || operation === 'remove-small' ? undefined : CHANGES[operation];
    if (of === 'grey' && !change) {
      throw new InputError({ where: '--set of', found: `grey with ${operation}`, fix: 'it works on masks alone' });
    }
    const changeMask = (mask: GreyPicture): GreyPicture => {
      if (change) return change(mask, { shape, width, height });
      return operation === 'fill-holes' ? fillHoles(mask) : removeSmall(mask, { minArea: area });
    };
    return (picture) => {
      if (of === 'grey' && change) {
        const changed = change(picture, { shape, width, height });
        let sum = 0;
        for (const value of changed.data) sum += value;
        return { answer: { mean: sum / changed.data.length }, picture: changed };
      }
      const mask = changeMask(maskAbove(picture, otsuThreshold(greyHistogram(picture))));
      return { answer: { foreground: countMask(mask) }, picture: whiteOnBlack(mask) };
    };
  },
);
