import { classKey, type Item, type Prediction, type Split } from '@assay/contracts';
import { encodePng } from '@assay/data';
import { createPixelCounter, segmentationFigures } from '@assay/metrics';
import type { TaskContext } from './context';
import { lineOf, type MeasuredSplit } from './objects';
import type { SplitFigures } from './record';

/** A picture's truth and prediction: class indices, rows of the item's width; in the truth 255 is not judged. */
export type SegmentedPicture = { item: Item; truth: Uint8Array; predicted: Uint8Array };

/** Stores the masks of a split's pictures, one picture at a time, and measures them over all pixels of the split. */
export async function measureSegmentation(
  { artifacts }: Pick<TaskContext, 'artifacts'>,
  { split, classes }: { split: Split; classes: readonly string[] },
  pictures: AsyncIterable<SegmentedPicture>,
): Promise<MeasuredSplit | null> {
  const predictions: Prediction[] = [];
  const counter = createPixelCounter(classes.length);
  const store = async ({ width, height }: Item, data: Uint8Array) =>
    (await artifacts.put(encodePng({ width, height, channels: 1, data }))).digest;
  for await (const { item, truth, predicted } of pictures) {
    counter.add(truth, predicted);
    const truthMask = await store(item, truth);
    predictions.push({ ...lineOf(item), truth: { mask: truthMask }, mask: await store(item, predicted) });
  }
  if (predictions.length === 0) return null;
  const measured = { pictures: predictions.length, ...segmentationSplitFigures(counter.confusion(), classes) };
  return { split, predictions, measured };
}

/** Figures of all pixels by their keys, from their confusion matrix, rows = truth. */
export function segmentationSplitFigures(
  matrix: readonly (readonly number[])[],
  classes: readonly string[],
): Omit<SplitFigures, 'protocol' | 'pictures'> {
  const { iou, dice, pixelAccuracy, meanAccuracy, confusionMatrix } = segmentationFigures(matrix);
  const figures: Record<string, number> = { 'iou/mean': iou.mean, 'dice/mean': dice.mean, pixelAccuracy, meanAccuracy };
  const missing: Record<string, string> = {};
  for (const [what, { perClass }] of Object.entries({ iou, dice })) {
    for (const [index, name] of classes.entries()) {
      const key = keyOf(what, name);
      const value = perClass[index] ?? null;
      if (value === null) missing[key] = 'the class is neither in the truth nor in the predictions';
      else figures[key] = value;
    }
  }
  return { figures, undefined: missing, confusionMatrix };
}

/** Without the split, which is put in front of all figures. */
function keyOf(what: string, className: string): string {
  return classKey('', what, className).slice(1);
}
