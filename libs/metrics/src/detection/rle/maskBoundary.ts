import type { Rle } from './rle';
import { rleBox } from './rleBox';

/** Width of the boundary as a share of the picture's diagonal. */
const DILATION_RATIO = 0.02;

/**
 * The inner boundary of a mask: its pixels that lie within d pixels of the outside or of the picture's edge, d being 2 %
 * of the picture's diagonal, at least 1 (Cheng et al. 2021, Boundary IoU). Distances are those of a square: d erosions by
 * 3 x 3.
 */
export function maskBoundary(mask: Rle, ratio = DILATION_RATIO): Rle {
  const { height, width } = mask;
  const distance = Math.max(1, roundToEven(ratio * Math.sqrt(height ** 2 + width ** 2)));
  const box = rleBox(mask);
  if (box.w === 0) return mask;
  const inside = cropOf(mask, box);
  // A pixel is kept by the erosion when all within the distance are inside, first along columns, then along rows.
  const along = erodeLines(inside, { lines: box.w, length: box.h, lineStep: box.h, step: 1 }, distance);
  const eroded = erodeLines(along, { lines: box.h, length: box.w, lineStep: 1, step: box.h }, distance);
  for (let i = 0; i < inside.length; i++) if (eroded[i]) inside[i] = 0;
  return uncrop(inside, box, mask);
}

type Crop = { x: number; y: number; w: number; h: number };

/** The mask within its box as 0 and 1, column by column. */
function cropOf({ height, counts }: Rle, { x, y, w, h }: Crop): Uint8Array {
  const crop = new Uint8Array(w * h);
  let start = 0;
  for (let i = 0; i < counts.length; i++) {
    const end = start + (counts[i] ?? 0);
    if (i % 2 === 1) {
      for (let at = start; at < end; at++) crop[(Math.floor(at / height) - x) * h + (at % height) - y] = 1;
    }
    start = end;
  }
  return crop;
}

type Lines = { lines: number; length: number; lineStep: number; step: number };

/** Keeps what is at least `distance` from the ends of its run in each line. */
function erodeLines(pixels: Uint8Array, { lines, length, lineStep, step }: Lines, distance: number): Uint8Array {
  const eroded = new Uint8Array(pixels.length);
  for (let line = 0; line < lines; line++) {
    const first = line * lineStep;
    let begin = 0;
    for (let i = 0; i <= length; i++) {
      if (i < length && pixels[first + i * step]) continue;
      for (let at = begin + distance; at < i - distance; at++) eroded[first + at * step] = 1;
      begin = i + 1;
    }
  }
  return eroded;
}

function uncrop(crop: Uint8Array, { x, y, w, h }: Crop, { height, width }: Rle): Rle {
  const counts: number[] = [];
  let last = 0;
  let value = 0;
  const change = (at: number, to: number): void => {
    if (to === value) return;
    counts.push(at - last);
    last = at;
    value = to;
  };
  for (let column = 0; column < w; column++) {
    const first = (x + column) * height + y;
    for (let row = 0; row < h; row++) change(first + row, crop[column * h + row] ?? 0);
    // Below the box all is outside; where it is as high as the picture, the next column of it follows.
    const after = first + h;
    if ((h < height || column === w - 1) && after < height * width) change(after, 0);
  }
  counts.push(height * width - last);
  return { height, width, counts: Uint32Array.from(counts) };
}

/** Halves to the even neighbour, as Python rounds. */
function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
