import type { Channel } from './pictureEvidence';

/** TEMPORARY exhaustive search until phase correlation lands. */
export function findShift(picture: Channel, template: Channel, maxShift: number): { x: number; y: number } {
  const { width, height } = picture;
  let best = { x: 0, y: 0, cost: Number.POSITIVE_INFINITY };
  for (let dy = -maxShift; dy <= maxShift; dy++) {
    for (let dx = -maxShift; dx <= maxShift; dx++) {
      let cost = 0;
      let n = 0;
      for (let y = maxShift; y < height - maxShift; y += 3) {
        for (let x = maxShift; x < width - maxShift; x += 3) {
          cost += Math.abs((picture.data[y * width + x] ?? 0) - (template.data[(y - dy) * width + x - dx] ?? 0));
          n++;
        }
      }
      if (cost / n < best.cost) best = { x: dx, y: dy, cost: cost / n };
    }
  }
  return { x: best.x, y: best.y };
}
