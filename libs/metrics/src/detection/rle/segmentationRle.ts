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

/**
 * The mask of a segmentation.
 *
 * @param picture its size in pixels
 * @throws RangeError that says what is wrong and where within the segmentation
 */
export function segmentationRle(segmentation: Segmentation, picture: { height: number; width: number }): Rle {
  if (isPolygons(segmentation)) {
    if (segmentation.length === 0) throw new RangeError('no polygons');
    return mergeRles(segmentation.map((points, i) => rasterisePolygon(checked(points, i), picture)));
  }
  const { size, counts } = segmentation;
  const { height, width } = picture;
  if (size[0] !== height || size[1] !== width) {
    throw new RangeError(`size: ${size.join(' x ')}, the picture is ${height} x ${width} (height x width)`);
  }
  const runs = typeof counts === 'string' ? decodeCounts(counts) : wholeCounts(counts);
  const sum = runs.reduce((total, run) => total + run, 0);
  if (sum !== height * width) {
    throw new RangeError(`counts: ${runs.length} runs sum to ${sum}, not to ${height} x ${width} = ${height * width}`);
  }
  return { height, width, counts: runs };
}

function isPolygons(segmentation: Segmentation): segmentation is readonly (readonly number[])[] {
  return Array.isArray(segmentation);
}

function checked(points: readonly number[], i: number): readonly number[] {
  if (points.length < 6 || points.length % 2 === 1) {
    throw new RangeError(`[${i}]: ${points.length} numbers, a polygon has x and y of at least three points`);
  }
  const far = points.findIndex((value) => !(Math.abs(value) <= COORDINATE_MAX));
  if (far >= 0) throw new RangeError(`[${i}][${far}]: ${points[far]}, no coordinate of any picture`);
  return points;
}

function wholeCounts(counts: readonly number[]): Uint32Array {
  const wrong = counts.findIndex((run) => !(Number.isInteger(run) && run >= 0 && run < 2 ** 32));
  if (wrong >= 0) throw new RangeError(`counts[${wrong}]: ${counts[wrong]}, a run is a whole number from 0 on`);
  return Uint32Array.from(counts);
}
