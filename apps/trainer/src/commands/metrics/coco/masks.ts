import { type Rle, type Segmentation, SegmentationError, segmentationRle } from '@assay/metrics';
import { describe } from '../readNumbers';
import { numberIn, type Rows, refuse, rowAt } from './rows';

export type Size = { height: number; width: number };

/** The size of each picture by its index. @throws InputError naming the field */
export function readSizes(images: Rows, index: (row: number) => number): Size[] {
  const sizes: Size[] = [];
  for (let i = 0; i < images.rows.length; i++) {
    const row = rowAt(images, i);
    const pixels = (field: 'height' | 'width'): number => {
      const value = numberIn(images, i, row, field);
      if (Number.isInteger(value) && value > 0) return value;
      return refuse(images, i, `.${field}`, { found: String(value), fix: 'a whole number of pixels is expected' });
    };
    sizes[index(i)] = { height: pixels('height'), width: pixels('width') };
  }
  return sizes;
}

/**
 * The masks of a list.
 *
 * @param sizeOf the size of the picture of each
 * @throws InputError naming the field for what is no segmentation of its picture
 */
export function readMasks(rows: Rows, sizeOf: (i: number) => Size): Rle[] {
  return rows.rows.map((_, i) => {
    const segmentation = segmentationIn(rows, i);
    try {
      return segmentationRle(segmentation, sizeOf(i));
    } catch (error) {
      if (!(error instanceof SegmentationError)) throw error;
      const fix = 'a mask is polygons, or run lengths that cover its picture';
      return refuse(rows, i, `.segmentation${error.place}`, { found: error.found, fix });
    }
  });
}

/** A segmentation whose types are right; whether its numbers are is seen when it is read. */
function segmentationIn(rows: Rows, i: number): Segmentation {
  const { segmentation } = rowAt(rows, i);
  const fail = (place: string, value: unknown, fix: string): never =>
    refuse(rows, i, `.segmentation${place}`, { found: describe(value), fix });
  const numbers = (value: unknown, place: string): number[] => {
    if (!Array.isArray(value)) return fail(place, value, 'an array of numbers is expected');
    const wrong = value.findIndex((one: unknown) => typeof one !== 'number' || !Number.isFinite(one));
    return wrong < 0 ? value : fail(`${place}[${wrong}]`, value[wrong], 'a finite number is expected');
  };
  if (Array.isArray(segmentation)) return segmentation.map((polygon, p) => numbers(polygon, `[${p}]`));
  if (typeof segmentation !== 'object' || segmentation === null) {
    return fail('', segmentation, 'polygons or { size, counts } are expected');
  }
  const { size, counts } = segmentation as Record<string, unknown>; // an object of unknown fields
  return { size: numbers(size, '.size'), counts: typeof counts === 'string' ? counts : numbers(counts, '.counts') };
}
