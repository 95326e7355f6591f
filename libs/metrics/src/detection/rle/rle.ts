/**
 * A mask as run lengths, column by column from the top left: background first, then by turns. The runs sum to
 * height × width.
 */
export type Rle = { height: number; width: number; counts: Uint32Array };

/** Pixels of the mask. */
export function rleArea({ counts }: Rle): number {
  let area = 0;
  for (let i = 1; i < counts.length; i += 2) area += counts[i] ?? 0;
  return area;
}

/** The mask of an array of 0 and 1 in rows. @param mask [height × width] */
export function rleOf(mask: ArrayLike<number>, { height, width }: { height: number; width: number }): Rle {
  const counts: number[] = [];
  let value = 0;
  let run = 0;
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      if ((mask[y * width + x] ? 1 : 0) !== value) {
        counts.push(run);
        run = 0;
        value = 1 - value;
      }
      run++;
    }
  }
  counts.push(run);
  return { height, width, counts: Uint32Array.from(counts) };
}

/** The mask as 0 and 1 in rows, [height × width]. */
export function maskOf({ height, width, counts }: Rle): Uint8Array {
  const mask = new Uint8Array(height * width);
  let at = 0;
  for (let i = 0; i < counts.length; i++) {
    const end = at + (counts[i] ?? 0);
    if (i % 2 === 1) for (let j = at; j < end; j++) mask[(j % height) * width + Math.floor(j / height)] = 1;
    at = end;
  }
  return mask;
}
