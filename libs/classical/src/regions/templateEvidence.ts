import { dilate, erode } from '../morphology/dilate';
import { type GreyPicture, requireEqualSize, requireSize } from '../picture';
import type { Evidence, Polarity } from './evidence';

export type TemplateEvidenceOptions = {
  polarity: Polarity;
  /** Grey levels that a pixel may differ by. */
  tolerance: number;
  /** The template's edges may lie so many pixels elsewhere. */
  edgeTolerance: number;
  /** Where the template's first pixel lies in the picture, whole pixels. */
  shift: { x: number; y: number };
};

/**
 * What is darker or brighter than the template is anywhere within the edge tolerance (a square), by more than the
 * tolerance. Where the moved template does not reach, nothing is known, so nothing stands out.
 *
 * @throws RangeError when picture and template are not of one size
 */
export function templateEvidence(
  picture: GreyPicture,
  template: GreyPicture,
  { polarity, tolerance, edgeTolerance, shift }: TemplateEvidenceOptions,
): Evidence {
  requireSize(picture);
  requireSize(template);
  requireEqualSize(picture, template);
  const { width, height } = picture;
  const side = 2 * edgeTolerance + 1;
  const around = { shape: 'rectangle', width: side, height: side } as const;
  const darkest = erode(template, around).data;
  const brightest = dilate(template, around).data;
  const data = new Float64Array(width * height).fill(Number.NEGATIVE_INFINITY);
  for (let y = Math.max(0, shift.y); y < Math.min(height, height + shift.y); y++) {
    for (let x = Math.max(0, shift.x); x < Math.min(width, width + shift.x); x++) {
      const i = y * width + x;
      const from = (y - shift.y) * width + (x - shift.x);
      const value = picture.data[i] ?? 0;
      const below = (darkest[from] ?? 0) - value;
      const above = value - (brightest[from] ?? 0);
      data[i] = (polarity === 'dark' ? below : polarity === 'bright' ? above : Math.max(below, above)) - tolerance;
    }
  }
  return { width, height, data };
}
