import { InputError, type Item } from '@assay/contracts';
import { decodePicture, type Pixels } from './decode';

/** Masks come as 0/1, 0/255 and with soft edges: above half of white a pixel belongs to the object. */
const HALF = 127;

export type ClassMaskOptions = {
  readPicture: (digest: string) => Promise<Uint8Array>;
  /** What is written where an object of this class lies, 1 to 254. */
  indexOf: (classIndex: number) => number;
};

/**
 * An item's masks and polygons as one picture of indices, rows of its width: 0 is the ground, and where objects overlap
 * the later one wins. A mask whose largest value is 1 counts from 1 on, all others above 127.
 *
 * @throws InputError when a mask is of another size than its picture
 */
export async function classMask(item: Item, { readPicture, indexOf }: ClassMaskOptions): Promise<Uint8Array> {
  const { width, height } = item;
  const data = new Uint8Array(width * height);
  for (const mask of item.masks ?? []) {
    const pixels = await decodePicture(await readPicture(mask.digest));
    if (pixels.width !== width || pixels.height !== height) {
      const found = `a mask of ${pixels.width} x ${pixels.height} for a picture of ${width} x ${height}`;
      throw new InputError({ where: item.path, found, fix: 'a mask has the size of its picture' });
    }
    paint(data, pixels, indexOf(mask.class));
  }
  for (const polygon of item.polygons ?? []) {
    fillPolygon(data, { width, height, points: polygon.points, value: indexOf(polygon.class) });
  }
  return data;
}

function paint(data: Uint8Array, { data: values, channels }: Pixels, index: number): void {
  const limit = values.some((value) => value > 1) ? HALF : 0;
  for (let i = 0; i < data.length; i++) if ((values[i * channels] ?? 0) > limit) data[i] = index;
}

/** Pixels whose centre lies inside, by the even-odd rule; `points` are x, y, x, y … */
function fillPolygon(
  data: Uint8Array,
  { width, height, points, value }: { width: number; height: number; points: readonly number[]; value: number },
): void {
  for (let row = 0; row < height; row++) {
    const y = row + 0.5;
    const crossings: number[] = [];
    for (let i = 0; i < points.length; i += 2) {
      const [x1 = 0, y1 = 0] = [points[i], points[i + 1]];
      const next = (i + 2) % points.length;
      const [x2 = 0, y2 = 0] = [points[next], points[next + 1]];
      if (y1 <= y === y2 <= y) continue;
      crossings.push(x1 + ((y - y1) * (x2 - x1)) / (y2 - y1));
    }
    crossings.sort((a, b) => a - b);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const from = Math.max(0, Math.ceil((crossings[pair] ?? 0) - 0.5));
      const to = Math.min(width, Math.ceil((crossings[pair + 1] ?? 0) - 0.5));
      if (from < to) data.fill(value, row * width + from, row * width + to);
    }
  }
}
