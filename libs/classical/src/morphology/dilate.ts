import { type GreyPicture, requireSize } from '../picture';
import { type Element, elementRows } from './element';
import { runningLargest } from './runningExtremes';

/**
 * The largest value under the element laid on each pixel; what lies outside the picture does not count. For grey pictures
 * and masks. Equal to OpenCV's `dilate` with its default border.
 *
 * @throws RangeError when the pixels do not fill the size or the element has no pixels
 */
export function dilate(picture: GreyPicture, element: Element): GreyPicture {
  requireSize(picture);
  return { ...picture, data: largestUnder(picture, element) };
}

/**
 * The smallest value under the element laid on each pixel; what lies outside the picture does not count. Equal to
 * OpenCV's `erode` with its default border.
 *
 * @throws RangeError as `dilate`
 */
export function erode(picture: GreyPicture, element: Element): GreyPicture {
  requireSize(picture);
  // What is smallest among the values is largest among their opposites.
  const data = largestUnder({ ...picture, data: picture.data.map((value) => 255 - value) }, element);
  for (let i = 0; i < data.length; i++) data[i] = 255 - (data[i] ?? 0);
  return { ...picture, data };
}

/** Each row of the element is a run: its largest along the rows once for each length, then the largest of the rows. */
function largestUnder({ width, height, data }: GreyPicture, element: Element): Uint8Array {
  const rows = elementRows(element);
  if (element.shape === 'rectangle') return largestInRectangle({ width, height, data }, element);
  const largest = new Uint8Array(data.length);
  for (const { left, right } of distinctRuns(rows)) {
    const runs = left === 0 && right === 0 ? data : largestAcross({ width, height, data }, left, right);
    for (const row of rows) {
      if (row.left !== left || row.right !== right) continue;
      const top = Math.max(0, -row.down);
      const bottom = Math.min(height, height - row.down);
      const step = row.down * width;
      for (let i = top * width; i < bottom * width; i++) {
        const value = runs[i + step] ?? 0;
        if (value > (largest[i] ?? 0)) largest[i] = value;
      }
    }
  }
  return largest;
}

function distinctRuns(rows: readonly { left: number; right: number }[]): { left: number; right: number }[] {
  const known = new Map(rows.map((row) => [`${row.left} ${row.right}`, { left: row.left, right: row.right }]));
  return [...known.values()];
}

function largestInRectangle({ width, height, data }: GreyPicture, element: Element): Uint8Array {
  const [left, top] = [-Math.floor(element.width / 2), -Math.floor(element.height / 2)];
  const across = largestAcross({ width, height, data }, left, left + element.width - 1);
  if (element.height === 1) return across;
  return largestDown({ width, height, data: across }, top, top + element.height - 1);
}

function largestAcross({ width, height, data }: GreyPicture, left: number, right: number): Uint8Array {
  const length = right - left + 1;
  // Beyond the border 0 stands for nothing: no value is below it.
  const row = new Uint8Array(width + length - 1);
  const work = { forwards: new Uint8Array(row.length), backwards: new Uint8Array(row.length) };
  const largest = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    const from = y * width;
    // row[i] is the pixel at i + left.
    row.fill(0);
    const [first, end] = [Math.max(0, left), Math.min(width, width + right)];
    if (first < end) row.set(data.subarray(from + first, from + end), first - left);
    runningLargest(row, length, largest.subarray(from, from + width), work);
  }
  return largest;
}

/** The same down the columns, all of a block's columns side by side: memory is read row by row. */
function largestDown({ width, height, data }: GreyPicture, top: number, bottom: number): Uint8Array {
  const length = bottom - top + 1;
  const count = height + length - 1;
  const forwards = new Uint8Array(count * width);
  const backwards = new Uint8Array(count * width);
  const take = (into: Uint8Array, place: number, before: number | undefined): void => {
    const y = place + top;
    const to = place * width;
    const isInside = y >= 0 && y < height;
    if (before === undefined) {
      if (isInside) into.set(data.subarray(y * width, (y + 1) * width), to);
      return;
    }
    const from = before * width;
    if (!isInside) {
      into.copyWithin(to, from, from + width);
      return;
    }
    for (let x = 0; x < width; x++) {
      const [value, most] = [data[y * width + x] ?? 0, into[from + x] ?? 0];
      into[to + x] = Math.max(value, most);
    }
  };
  for (let start = 0; start < count; start += length) {
    const end = Math.min(start + length, count);
    for (let place = start; place < end; place++) take(forwards, place, place === start ? undefined : place - 1);
    for (let place = end - 1; place >= start; place--)
      take(backwards, place, place === end - 1 ? undefined : place + 1);
  }
  const largest = new Uint8Array(data.length);
  const reach = (length - 1) * width;
  for (let i = 0; i < largest.length; i++) {
    const [a, b] = [backwards[i] ?? 0, forwards[i + reach] ?? 0];
    largest[i] = Math.max(a, b);
  }
  return largest;
}
