import type { Pixels } from './decode';

/** An object of a mask: the box around one connected piece, and its number of pixels. */
export type Component = { x: number; y: number; w: number; h: number; area: number };

/** Smaller pieces are specks of a soft edge, not objects. */
const MIN_AREA = 4;

/**
 * The connected pieces (8 neighbours) of a mask, in reading order of their first pixel. A pixel belongs to the object
 * above half of the mask's largest value, since masks come as 0/1, 0/255 and with soft edges.
 */
export function maskComponents(mask: Pixels): Component[] {
  const { width, height, channels, data } = mask;
  const values = channels === 1 ? data : data.filter((_, i) => i % channels === 0);
  let largest = 0;
  for (const value of values) if (value > largest) largest = value;
  if (largest === 0) return [];
  const isIn = (i: number): boolean => (values[i] ?? 0) * 2 > largest;
  const seen = new Uint8Array(values.length);
  const found: Component[] = [];
  for (let start = 0; start < values.length; start++) {
    if (seen[start] || !isIn(start)) continue;
    seen[start] = 1;
    const stack = [start];
    let [left, top, right, bottom, area] = [width, height, 0, 0, 0];
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const [x, y] = [i % width, Math.floor(i / width)];
      area += 1;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          const neighbour = v * width + u;
          if (seen[neighbour] || !isIn(neighbour)) continue;
          seen[neighbour] = 1;
          stack.push(neighbour);
        }
      }
    }
    if (area >= MIN_AREA) found.push({ x: left, y: top, w: right - left + 1, h: bottom - top + 1, area });
  }
  return found;
}
