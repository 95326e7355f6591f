import { type DrawPlan, drawnIntervals, type FigureInterval } from '../stats/drawnIntervals';
import type { PixelCounter } from './createPixelCounter';
import { segmentationFigures } from './segmentationFigures';

const BCA_MAX = 500;

/**
 * Intervals of the figures of a segmentation by their paths (`iou.perClass.2`), from drawing the pictures, or whole
 * groups, anew: each round adds up counts that are there already. They speak of other pictures of the same kind for this
 * model as it is, not of training again.
 *
 * @param groups of the plan: the group (part, patient) of each picture, where pictures of a group are alike
 */
export function segmentationIntervals(counter: PixelCounter, plan: DrawPlan = {}): Record<string, FigureInterval> {
  return drawnIntervals((counts) => byPath(counter.confusion(counts)), {
    ...plan,
    units: counter.pictures,
    bcaMax: BCA_MAX,
  });
}

function byPath(confusion: number[][]): Record<string, number | null> {
  if (confusion.every((row) => row.every((pixels) => pixels === 0))) return {};
  const { iou, dice, pixelAccuracy, meanAccuracy } = segmentationFigures(confusion);
  const figures: Record<string, number | null> = {
    'iou.mean': iou.mean,
    'dice.mean': dice.mean,
    pixelAccuracy,
    meanAccuracy,
  };
  iou.perClass.forEach((value, c) => {
    figures[`iou.perClass.${c}`] = value;
    figures[`dice.perClass.${c}`] = dice.perClass[c] ?? null;
  });
  return figures;
}
