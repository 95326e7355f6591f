import { columnSums, diagonal, rowSums } from '../confusionMatrix';
import { mean } from '../stats/mean';

export type MeanFigure = { mean: number; perClass: (number | null)[] };

export type SegmentationFigures = {
  iou: MeanFigure;
  dice: MeanFigure;
  pixelAccuracy: number;
  meanAccuracy: number;
  /** Pixels of the set, rows = truth. */
  confusionMatrix: number[][];
  /** Why a figure is null, by its path: `iou.perClass.2`. */
  undefined: Record<string, string>;
};

/**
 * Figures of a segmentation over all pixels of the set. IoU (Jaccard) is what truth and prediction share of what either
 * holds, Dice twice that of their sum; both are averaged over the classes that occur in truth or predictions, a class
 * that one of them alone holds being 0. Mean accuracy is the share of a class's pixels that were found, averaged over
 * the classes that occur in the truth (Long et al., arXiv 1411.4038, sec. 5).
 *
 * @param confusion pixels, [classes][classes], rows = truth
 * @throws RangeError when there are no pixels
 */
export function segmentationFigures(confusion: readonly (readonly number[])[]): SegmentationFigures {
  const [truth, predicted, right] = [rowSums(confusion), columnSums(confusion), diagonal(confusion)];
  const pixels = truth.reduce((sum, count) => sum + count, 0);
  if (pixels === 0) throw new RangeError('no pixels to measure: all are ignored');
  const either = truth.map((count, c) => count + (predicted[c] ?? 0));
  const ratio = (share: (c: number) => number): (number | null)[] =>
    either.map((count, c) => (count === 0 ? null : share(c)));
  const iou = ratio((c) => (right[c] ?? 0) / ((either[c] ?? 0) - (right[c] ?? 0)));
  const dice = ratio((c) => (2 * (right[c] ?? 0)) / (either[c] ?? 0));
  const recalls = truth.flatMap((count, c) => (count === 0 ? [] : [(right[c] ?? 0) / count]));
  const why = 'the class is neither in the truth nor in the predictions';
  return {
    iou: { mean: meanDefined(iou), perClass: iou },
    dice: { mean: meanDefined(dice), perClass: dice },
    pixelAccuracy: right.reduce((sum, count) => sum + count, 0) / pixels,
    meanAccuracy: mean(recalls),
    confusionMatrix: confusion.map((row) => [...row]),
    undefined: Object.fromEntries(
      iou.flatMap((value, c) =>
        value === null
          ? [
              [`iou.perClass.${c}`, why],
              [`dice.perClass.${c}`, why],
            ]
          : [],
      ),
    ),
  };
}

function meanDefined(values: readonly (number | null)[]): number {
  return mean(values.filter((value) => value !== null));
}
