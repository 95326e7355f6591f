import { addRow, huMoments, noMoments } from '../components/moments';
import { requirePicture } from './requirePicture';

/**
 * Hu's seven moments of a picture whose grey values are taken as mass: what stands out of black, wherever it lies and however
 * it is turned. Equal to OpenCV's `HuMoments(moments(picture))`; all 0 of a black picture.
 *
 * @param pixels values 0 to 255 row by row, [height, width]
 * @throws RangeError when the pixels do not fit the size
 */
export function greyHuMoments(pixels: ArrayLike<number>, width: number, height: number): number[] {
  requirePicture(pixels, width, height);
  let [mass, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < width * height; i++) {
    const value = pixels[i] ?? 0;
    mass += value;
    sumX += value * (i % width);
    sumY += value * Math.floor(i / width);
  }
  if (mass === 0) return new Array<number>(7).fill(0);
  const moments = noMoments();
  for (let y = 0, i = 0; y < height; y++) {
    const dy = y - sumY / mass;
    let [own, first, second, third] = [0, 0, 0, 0];
    for (let x = 0; x < width; x++, i++) {
      const [value, dx] = [pixels[i] ?? 0, x - sumX / mass];
      own += value;
      first += value * dx;
      second += value * dx * dx;
      third += value * dx * dx * dx;
    }
    addRow(moments, [own, first, second, third], dy);
  }
  return huMoments(moments);
}
