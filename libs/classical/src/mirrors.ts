/**
 * The eight mirror images and quarter turns of a square picture, itself first: what a defect looks like under another
 * direction of the part. Learning from all of them is the hand-made features' answer to augmentation.
 *
 * @param pixels one channel, [side, side] row by row
 */
export function mirrorImages(pixels: Uint8Array, side: number): Uint8Array[] {
  if (pixels.length !== side * side) throw new RangeError(`${pixels.length} pixels are not a square of ${side}`);
  return Array.from({ length: 8 }, (_, image) => {
    const turned = new Uint8Array(pixels.length);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const u = image & 1 ? side - 1 - x : x;
        const v = image & 2 ? side - 1 - y : y;
        turned[y * side + x] = pixels[image & 4 ? u * side + v : v * side + u] ?? 0;
      }
    }
    return turned;
  });
}
