import type { Box } from '../box';
import type { Rle } from './rle';

/** The smallest box around a mask; all 0 for an empty one. */
export function rleBox({ height, counts }: Rle): Box {
  let left = Number.POSITIVE_INFINITY;
  let top = height;
  let right = -1;
  let bottom = -1;
  let start = 0;
  for (let i = 0; i < counts.length; i++) {
    const end = start + (counts[i] ?? 0);
    if (i % 2 === 1 && end > start) {
      const first = Math.floor(start / height);
      const last = Math.floor((end - 1) / height);
      left = Math.min(left, first);
      right = Math.max(right, last);
      // A run over two columns reaches the lower edge of one and the upper of the next.
      top = first < last ? 0 : Math.min(top, start % height);
      bottom = first < last ? height - 1 : Math.max(bottom, (end - 1) % height);
    }
    start = end;
  }
  if (right < 0) return { x: 0, y: 0, w: 0, h: 0 };
  return { x: left, y: top, w: right - left + 1, h: bottom - top + 1 };
}
