import { labelComponents } from '../components/label';
import type { Mask } from '../picture';

/**
 * The mask with its holes: what cannot be reached from the border over pixels that are not meant, step by step along the
 * edges (4 neighbours). Equal to SciPy's `binary_fill_holes`.
 *
 * @throws RangeError when the pixels do not fill the size
 */
export function fillHoles(mask: Mask): Mask {
  const { width, height } = mask;
  const outside = labelComponents({ ...mask, data: mask.data.map((value) => (value === 0 ? 1 : 0)) }, 4);
  const isOpen = new Uint8Array(outside.count + 1);
  const open = (i: number): void => {
    isOpen[outside.data[i] ?? 0] = 1;
  };
  for (let x = 0; x < width; x++) {
    open(x);
    open((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    open(y * width);
    open(y * width + width - 1);
  }
  isOpen[0] = 0;
  return { width, height, data: Uint8Array.from(outside.data, (label) => (isOpen[label] === 1 ? 0 : 1)) };
}
