import type { PredictedBox, TruthBox } from './box';
import { boxOverlap } from './boxOverlap';
import { type Matching, matchObjects } from './matchObjects';

export type PictureBoxes = { truth: readonly TruthBox[]; predictions: readonly PredictedBox[] };

/**
 * Matches the boxes of pictures, picture by picture in lists, as `matchObjects` does. The area of a box is width × height;
 * equal scores stand in the order of the pictures.
 *
 * @throws RangeError for a class beyond the number of classes, or a score that is NaN
 */
export function matchPictures(
  pictures: readonly PictureBoxes[],
  { classes, thresholds }: { classes: number; thresholds?: readonly number[] | undefined },
): Matching {
  const truth = pictures.flatMap((picture, p) => picture.truth.map((box) => ({ ...box, picture: p })));
  const predictions = pictures.flatMap((picture, p) => picture.predictions.map((box) => ({ ...box, picture: p })));
  const lost = [...truth, ...predictions].find((box) => !(box.class >= 0 && box.class < classes));
  if (lost)
    throw new RangeError(`picture ${lost.picture} has a box of class ${lost.class}, there are ${classes} classes`);
  const nowhere = predictions.find(({ score }) => Number.isNaN(score));
  if (nowhere) throw new RangeError(`picture ${nowhere.picture} has a box whose score is NaN`);

  const isCrowd = Uint8Array.from(truth, ({ crowd }) => (crowd ? 1 : 0));
  return matchObjects({
    pictures: pictures.length,
    classes,
    truth: { ...columnsOf(truth), isCrowd },
    predictions: { ...columnsOf(predictions), score: Float64Array.from(predictions, ({ score }) => score) },
    overlap: boxOverlap(sidesOf(predictions), sidesOf(truth), isCrowd),
    ...(thresholds ? { thresholds } : {}),
  });
}

type PlacedBox = { picture: number; class: number; x: number; y: number; w: number; h: number };

function columnsOf(boxes: readonly PlacedBox[]) {
  return {
    picture: Uint32Array.from(boxes, ({ picture }) => picture),
    class: Uint32Array.from(boxes, (box) => box.class),
    area: Float64Array.from(boxes, ({ w, h }) => w * h),
  };
}

function sidesOf(boxes: readonly PlacedBox[]): Float64Array {
  return Float64Array.from(boxes.flatMap(({ x, y, w, h }) => [x, y, w, h]));
}
