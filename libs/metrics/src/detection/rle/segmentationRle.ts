import { decodeCounts } from './decodeCounts';
import { mergeRles } from './mergeRles';
import { rasterisePolygon } from './rasterisePolygon';
import type { Rle } from './rle';

/** COCO's ways of writing a mask: runs, compressed or not, or polygons of x and y by turns, whose union it is. */
export type Segmentation =
  | { size: readonly number[]; counts: string | readonly number[] }
  | readonly (readonly number[])[];

/** An edge is walked along in fifths of a pixel: farther out it would take seconds. */
const COORDINATE_MAX = 1e7;

/** What is wrong with a segmentation, and where in it: `.counts[3]`, `[0][5]`, or nothing for the whole of it. */
export class SegmentationError extends RangeError {
  override readonly name = 'SegmentationError';
  readonly place: string;
  readonly found: string;

  constructor(place: string, found: string) {
    super(place === '' ? found : `${place}: ${found}`);
    this.place = place;
    this.found = found;
  }
}

/**
 * The mask of a segmentation.
 *
 * @param picture its size in pixels
 * @throws SegmentationError
 */
export function segmentationRle(segmentation: Segmentation, picture: { height: number; width: number }): Rle {
  if (isPolygons(segmentation)) {
    if (segmentation.length === 0) throw new SegmentationError('', 'no polygons');
    return mergeRles(segmentation.map((points, i) => rasterisePolygon(checkedPoints(points, i), picture)));
  }
  const { size, counts } = segmentation;
  const { height, width } = picture;
  if (size.length !== 2 || size[0] !== height || size[1] !== width) {
    throw new SegmentationError('.size', `[${size}], the picture is [${height}, ${width}] (height, width)`);
  }
  const runs = typeof counts === 'string' ? decodedCounts(counts) : wholeCounts(counts);
  const sum = runs.reduce((total, run) => total + run, 0);
  if (sum !== height * width) {
    const expected = `${height} x ${width} = ${height * width}`;
    throw new SegmentationError('.counts', `${runs.length} runs sum to ${sum}, not to ${expected}`);
  }
  return { height, width, counts: runs };
}

function isPolygons(segmentation: Segmentation): segmentation is readonly (readonly number[])[] {
  return Array.isArray(segmentation);
}

function checkedPoints(points: readonly number[], i: number): readonly number[] {
  if (points.length < 6 || points.length % 2 === 1) {
    throw new SegmentationError(`[${i}]`, `${points.length} numbers, a polygon has x and y of at least three points`);
  }
  const far = points.findIndex((value) => !(Math.abs(value) <= COORDINATE_MAX));
  if (far >= 0) throw new SegmentationError(`[${i}][${far}]`, `${points[far]} is no coordinate of any picture`);
  return points;
}

function decodedCounts(counts: string): Uint32Array {
  try {
    return decodeCounts(counts);
  } catch (error) {
    throw error instanceof RangeError ? new SegmentationError('.counts', error.message) : error;
  }
}

function wholeCounts(counts: readonly number[]): Uint32Array {
  const wrong = counts.findIndex((run) => !(Number.isInteger(run) && run >= 0 && run < 2 ** 32));
  if (wrong >= 0) throw new SegmentationError(`.counts[${wrong}]`, `${counts[wrong]} is no number of pixels`);
  return Uint32Array.from(counts);
}
