import {
  classKey,
  type Item,
  type PredictedBox,
  type Prediction,
  type PredictionsHeader,
  type Split,
} from '@assay/contracts';
import { boxOverlap, cocoFigures, type Matching, matchBoxes, matchObjects } from '@assay/metrics';
import { lineOf, type MeasuredSplit } from './objects';
import type { SplitFigures } from './record';

/** A picture's truth and prediction, classes by the header's. */
export type DetectedPicture = { item: Item; truth: NonNullable<Prediction['truth']['boxes']>; boxes: PredictedBox[] };

/** Boxes that a picture keeps, the surest: COCO's figures look at 100 of a class. */
const BOXES_MAX = 300;
/** Of precision, recall and F1, which are measured over all boxes that the run answers with. */
export const DECISION_IOU = 0.5;

/** Measures a split's boxes. */
export async function measureDetection(
  { split, classes }: { split: Split; classes: readonly string[] },
  pictures: AsyncIterable<DetectedPicture>,
): Promise<MeasuredSplit | null> {
  const predictions: Prediction[] = [];
  for await (const { item, truth, boxes } of pictures) {
    const surest = boxes.toSorted((a, b) => b.score - a.score).slice(0, BOXES_MAX);
    predictions.push({ ...lineOf(item), truth: { boxes: truth }, boxes: surest });
  }
  if (predictions.length === 0) return null;
  return { split, predictions, measured: detectionFigures({ classes: [...classes] }, predictions) };
}

/** Figures from the stored predictions alone: COCO's, and the counts of the run's own decision. */
export function detectionFigures(
  { classes }: Pick<PredictionsHeader, 'classes'>,
  predictions: readonly Prediction[],
): Omit<SplitFigures, 'protocol'> {
  const { perClass, ...summary } = cocoFigures(matchAll(predictions, classes.length));
  const { figures, missing } = decisionFigures(predictions);
  for (const [key, value] of Object.entries(summary)) {
    if (value === null) missing[key] = 'no object of the truth is asked for';
    else figures[key] = value;
  }
  for (const [index, name] of classes.entries()) {
    const found = perClass[index];
    for (const key of ['ap', 'ap50'] as const) {
      const value = found?.[key] ?? null;
      // The split's name is put in front, as of all figures.
      const name_ = classKey('', key, name).slice(1);
      if (value === null) missing[name_] = 'the truth has no object of this class';
      else figures[name_] = value;
    }
  }
  return { pictures: predictions.length, figures, undefined: missing };
}

/** Who was found by whom, in all pictures, at COCO's thresholds and ranges of sizes. */
export function matchAll(predictions: readonly Pick<Prediction, 'truth' | 'boxes'>[], classes: number): Matching {
  const truth = columnsOf(predictions.map((line) => line.truth.boxes ?? []));
  const found = columnsOf(predictions.map((line) => line.boxes ?? []));
  const isCrowd = Uint8Array.from(
    predictions.flatMap((line) => (line.truth.boxes ?? []).map(({ crowd }) => (crowd ? 1 : 0))),
  );
  const score = Float64Array.from(predictions.flatMap((line) => (line.boxes ?? []).map((box) => box.score)));
  return matchObjects({
    pictures: predictions.length,
    classes,
    truth: { ...truth.objects, isCrowd },
    predictions: { ...found.objects, score },
    overlap: boxOverlap(found.boxes, truth.boxes, isCrowd),
  });
}

type Rectangle = { x: number; y: number; w: number; h: number; class: number };

function columnsOf(pictures: readonly (readonly Rectangle[])[]) {
  const all = pictures.flat();
  return {
    boxes: Float64Array.from(all.flatMap(({ x, y, w, h }) => [x, y, w, h])),
    objects: {
      picture: Uint32Array.from(pictures.flatMap((boxes, picture) => boxes.map(() => picture))),
      class: Uint32Array.from(all, (box) => box.class),
      area: Float64Array.from(all, ({ w, h }) => w * h),
    },
  };
}

function decisionFigures(predictions: readonly Prediction[]) {
  let [hits, wrong, missed] = [0, 0, 0];
  for (const { truth, boxes = [] } of predictions) {
    const matches = matchBoxes(truth.boxes ?? [], boxes, { iouMin: DECISION_IOU });
    hits += matches.truePositives;
    wrong += matches.falsePositives;
    missed += matches.falseNegatives;
  }
  const figures: Record<string, number> = { boxesPerPicture: (hits + wrong) / Math.max(1, predictions.length) };
  const missing: Record<string, string> = {};
  const put = (key: string, part: number, whole: number, reason: string): void => {
    if (whole === 0) missing[key] = reason;
    else figures[key] = part / whole;
  };
  put('precision', hits, hits + wrong, 'no box was predicted');
  put('recall', hits, hits + missed, 'the truth has no object');
  put('f1', 2 * hits, 2 * hits + wrong + missed, 'there is no object, and no box was predicted');
  return { figures, missing };
}
