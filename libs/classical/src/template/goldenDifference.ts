import { dilate, erode } from '../morphology/dilate';
import { type GreyPicture, type Mask, requireEqualSize, requireSize } from '../picture';
import { movePicture } from './movePicture';
import { phaseCorrelation, type Shift } from './phaseCorrelation';

export type GoldenOptions = {
  /** Grey values by which a sound pixel may differ. */
  tolerance?: number;
  /** Pixels by which an edge may lie elsewhere: a pixel is compared with all of the golden picture so close to it. */
  slack?: number;
  /** The golden picture is moved to 1 / upsampling of a pixel; 0 leaves it where it is. */
  upsampling?: number;
};

export type GoldenDifference = {
  /** How the golden picture was moved to lie on the picture. */
  shift: Shift;
  /** Grey values beyond what the golden picture holds close by; 0 where it was moved away. */
  difference: GreyPicture;
  /** Where that is above the tolerance. */
  mask: Mask;
};

/**
 * What a picture shows that a golden one does not: registers the golden picture by phase correlation, and takes what each
 * pixel is brighter than the brightest or darker than the darkest value of the golden picture around it.
 *
 * @throws RangeError when the pictures are not of one size
 */
export function goldenDifference(
  picture: GreyPicture,
  golden: GreyPicture,
  { tolerance = 32, slack = 1, upsampling = 20 }: GoldenOptions = {},
): GoldenDifference {
  requireSize(picture);
  requireEqualSize(picture, golden);
  const shift = upsampling === 0 ? { x: 0, y: 0 } : phaseCorrelation(picture, golden, upsampling);
  const moved = movePicture(golden, shift);
  const expected = { ...golden, data: Uint8Array.from(moved.data, Math.round) };
  const around = { shape: 'rectangle', width: 2 * slack + 1, height: 2 * slack + 1 } as const;
  const [brightest, darkest] = [dilate(expected, around).data, erode(expected, around).data];
  const { width, height } = picture;
  const [difference, mask] = [new Uint8Array(width * height), new Uint8Array(width * height)];
  const columns = { from: Math.max(0, Math.ceil(shift.x)), to: width + Math.min(0, Math.floor(shift.x)) };
  const rows = { from: Math.max(0, Math.ceil(shift.y)), to: height + Math.min(0, Math.floor(shift.y)) };
  for (let y = rows.from; y < rows.to; y++) {
    for (let i = y * width + columns.from; i < y * width + columns.to; i++) {
      const value = picture.data[i] ?? 0;
      const beyond = Math.max(0, value - (brightest[i] ?? 0), (darkest[i] ?? 0) - value);
      difference[i] = beyond;
      mask[i] = beyond > tolerance ? 1 : 0;
    }
  }
  return { shift, difference: { width, height, data: difference }, mask: { width, height, data: mask } };
}
