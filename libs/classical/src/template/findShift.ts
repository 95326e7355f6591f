import { type GreyPicture, requireEqualSize, requireSize } from '../picture';
import type { Shift } from './phaseCorrelation';

/** Sides of the squares whose means are compared, coarse to fine. */
const LEVELS = [8, 4, 2, 1] as const;
/** Places around the coarser level's best that a finer one tries, each way. */
const REACH = 2;
/** Coarse places that are followed: repeated patterns have several that are nearly alike. */
const FOLLOWED = 3;

/**
 * How a template must be moved to lie on a picture, in whole pixels: the shift at which the two differ least, by the mean
 * absolute difference of what overlaps. All shifts are tried on means of squares, and the best ones refined. What is known to
 * lie near, as a board on its carrier, is not mistaken for the next of a row of equal parts; `phaseCorrelation` looks
 * everywhere, and finds fractions of a pixel.
 *
 * @param shiftMax pixels, each way
 * @throws RangeError when picture and template are not of one size
 */
export function findShift(picture: GreyPicture, template: GreyPicture, shiftMax: number): Shift {
  requireSize(picture);
  requireSize(template);
  requireEqualSize(picture, template);
  const largest = Math.min(shiftMax, (Math.min(picture.width, picture.height) >> 1) - 1);
  if (largest < 1) return { x: 0, y: 0 };
  // A level too coarse for the picture would have nothing left to compare.
  const levels = LEVELS.filter((side) => side === 1 || side * 8 <= Math.min(picture.width, picture.height));
  let candidates: Shift[] = [{ x: 0, y: 0 }];
  for (const [index, side] of levels.entries()) {
    const [ours, theirs] = [shrink(picture, side), shrink(template, side)];
    const reach = index === 0 ? Math.ceil(largest / side) : REACH;
    const limit = Math.ceil(largest / side);
    const tried = new Map<string, Shift & { cost: number }>();
    for (const { x, y } of candidates) {
      const scale = index === 0 ? 1 : (levels[index - 1] ?? side) / side;
      for (let dy = y * scale - reach; dy <= y * scale + reach; dy++) {
        for (let dx = x * scale - reach; dx <= x * scale + reach; dx++) {
          if (Math.max(Math.abs(dx), Math.abs(dy)) > (side === 1 ? largest : limit) || tried.has(`${dx} ${dy}`))
            continue;
          tried.set(`${dx} ${dy}`, { x: dx, y: dy, cost: difference(ours, theirs, { x: dx, y: dy }) });
        }
      }
    }
    const isNearer = (a: Shift, b: Shift): number => Math.abs(a.x) + Math.abs(a.y) - Math.abs(b.x) - Math.abs(b.y);
    candidates = [...tried.values()].sort((a, b) => a.cost - b.cost || isNearer(a, b)).slice(0, FOLLOWED);
  }
  const [{ x, y } = { x: 0, y: 0 }] = candidates;
  return { x, y };
}

type Means = { width: number; height: number; data: Float32Array };

function shrink({ width, height, data }: GreyPicture, side: number): Means {
  const [columns, rows] = [Math.floor(width / side), Math.floor(height / side)];
  const means = new Float32Array(columns * rows);
  for (let y = 0; y < rows * side; y++) {
    const to = Math.floor(y / side) * columns;
    for (let x = 0; x < columns * side; x++) {
      const place = to + Math.floor(x / side);
      means[place] = (means[place] ?? 0) + (data[y * width + x] ?? 0);
    }
  }
  return { width: columns, height: rows, data: means.map((sum) => sum / side ** 2) };
}

function difference(picture: Means, template: Means, { x: dx, y: dy }: Shift): number {
  const { width, height } = picture;
  let [sum, count] = [0, 0];
  for (let y = Math.max(0, dy); y < Math.min(height, height + dy); y++) {
    for (let x = Math.max(0, dx); x < Math.min(width, width + dx); x++) {
      sum += Math.abs((picture.data[y * width + x] ?? 0) - (template.data[(y - dy) * width + x - dx] ?? 0));
      count += 1;
    }
  }
  return count === 0 ? Number.POSITIVE_INFINITY : sum / count;
}
