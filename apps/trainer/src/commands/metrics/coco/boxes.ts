import { describe } from '../readNumbers';
import { type Row, type Rows, refuse, rowAt } from './rows';

/**
 * The boxes of a list, [N × 4] as x, y, width, height.
 *
 * @throws InputError for what is no box of four finite numbers, or of a size below 0
 */
export function readBoxes(rows: Rows): Float64Array {
  const boxes = new Float64Array(4 * rows.rows.length);
  for (let i = 0; i < rows.rows.length; i++) readBox(rows, i, rowAt(rows, i), boxes);
  return boxes;
}

function readBox(rows: Rows, i: number, row: Row, into: Float64Array): void {
  const { bbox } = row;
  if (!Array.isArray(bbox) || bbox.length !== 4) {
    refuse(rows, i, '.bbox', { found: describe(bbox), fix: 'x, y, width and height are expected' });
  }
  for (let side = 0; side < 4; side++) {
    const value: unknown = bbox[side];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      refuse(rows, i, `.bbox[${side}]`, { found: describe(value), fix: 'a finite number is expected' });
    }
    if (side >= 2 && value < 0) {
      refuse(rows, i, `.bbox[${side}]`, {
        found: String(value),
        fix: `a ${side === 2 ? 'width' : 'height'} is not below 0`,
      });
    }
    into[4 * i + side] = value;
  }
}

/** Width × height of each box. */
export function areasOf(boxes: Float64Array): Float64Array {
  const areas = new Float64Array(boxes.length / 4);
  for (let i = 0; i < areas.length; i++) areas[i] = (boxes[4 * i + 2] ?? 0) * (boxes[4 * i + 3] ?? 0);
  return areas;
}
