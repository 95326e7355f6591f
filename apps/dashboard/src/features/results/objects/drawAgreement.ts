import { ANY_CLASS } from './agreement';
import { KIND_STYLES, type Kind } from './kinds';

/** Class indices, one a pixel; in a truth 255 is not judged. */
export type IndexMask = { width: number; height: number; data: Uint8Array };

const IGNORED = 255;
/** Cells of the pattern along the picture's longer side. */
const CELLS = 160;
const DENSE = 255;
const THIN = 120;

/**
 * Colours the pixels that are in the truth, the prediction or both; the rest stays clear.
 *
 * @param rgba [height, width, 4], all zero
 * @param classIndex of the class that is looked at, or ANY_CLASS for all but the ground
 */
export function drawAgreement(
  rgba: Uint8ClampedArray,
  { truth, predicted, classIndex }: { truth: IndexMask; predicted: IndexMask; classIndex: number },
): void {
  const { width, height } = truth;
  const isIn = (index: number): boolean => (classIndex === ANY_CLASS ? index > 0 : index === classIndex);
  const cell = Math.max(1, Math.round(Math.max(width, height) / CELLS));
  for (let i = 0; i < truth.data.length; i++) {
    const expected = truth.data[i] ?? 0;
    if (expected === IGNORED) continue;
    const kind = kindOf(isIn(expected), isIn(predicted.data[i] ?? 0));
    if (kind === null) continue;
    const { rgb, isDense } = KIND_STYLES[kind];
    rgba.set(rgb, 4 * i);
    const [x, y] = [Math.floor((i % width) / cell), Math.floor(Math.floor(i / width) / cell)];
    rgba[4 * i + 3] = isDense(x, y) ? DENSE : THIN;
  }
}

function kindOf(inTruth: boolean, inPrediction: boolean): Kind | null {
  if (inTruth) return inPrediction ? 'hit' : 'missed';
  return inPrediction ? 'wrong' : null;
}
