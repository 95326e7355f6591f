import type { PredictedBox, TruthBox } from './box';
import { boxIou } from './boxIou';

/** What became of a predicted box. */
export type PredictionMatch = {
  /** `ignored` is what lies in a crowd: neither right nor wrong. */
  kind: 'truePositive' | 'falsePositive' | 'ignored';
  /** Index of the truth's box. */
  partner: number | null;
  /** With the partner; without one the highest with a box of its class, 0 where there is none. */
  iou: number;
};

/** What became of a box of the truth; a missed one is a false negative. */
export type TruthMatch = { kind: 'found' | 'missed' | 'crowd'; partner: number | null; iou: number };

export type BoxMatches = {
  /** In the order given. */
  predictions: PredictionMatch[];
  truth: TruthMatch[];
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
};

/** An overlap of exactly 1 must be found at a threshold of 1, whatever rounding does. */
const IOU_MIN_MAX = 1 - 1e-10;

/**
 * Who belongs to whom in one picture, at one threshold, by COCO's rule (Lin et al. 2014): the most certain prediction
 * chooses first, the free box of its class that it overlaps most, the later one where two are alike; a crowd only where
 * nothing else is left, and as often as it is chosen.
 *
 * @param iouMin overlap from which on a prediction counts as the object
 * @throws RangeError for a score that is NaN, which has no place in the order
 */
export function matchBoxes(
  truth: readonly TruthBox[],
  predictions: readonly PredictedBox[],
  { iouMin = 0.5 }: { iouMin?: number } = {},
): BoxMatches {
  const ofTruth = truth.map(({ crowd }): TruthMatch => ({ kind: crowd ? 'crowd' : 'missed', partner: null, iou: 0 }));
  const ofPredictions: PredictionMatch[] = [];
  for (const d of byScore(predictions)) {
    const prediction = predictions[d];
    if (!prediction) continue;
    const ious = truth.map((box) => (box.class === prediction.class ? boxIou(prediction, box) : -1));
    const isFree = (g: number): boolean => ofTruth[g]?.kind === 'missed';
    const isCrowd = (g: number): boolean => ofTruth[g]?.kind === 'crowd';
    const partner = best(ious, isFree, iouMin) ?? best(ious, isCrowd, iouMin);
    const match = partner === null ? undefined : ofTruth[partner];
    if (partner === null || !match) {
      ofPredictions[d] = { kind: 'falsePositive', partner: null, iou: Math.max(0, ...ious) };
      continue;
    }
    const iou = ious[partner] ?? 0;
    ofPredictions[d] = { kind: match.kind === 'crowd' ? 'ignored' : 'truePositive', partner, iou };
    if (match.kind === 'missed') ofTruth[partner] = { kind: 'found', partner: d, iou };
  }
  const count = (kind: PredictionMatch['kind']): number => ofPredictions.filter((match) => match.kind === kind).length;
  return {
    predictions: ofPredictions,
    truth: ofTruth,
    truePositives: count('truePositive'),
    falsePositives: count('falsePositive'),
    falseNegatives: ofTruth.filter(({ kind }) => kind === 'missed').length,
  };
}

/** Indices from the most certain to the least; equal scores stay as they were. */
function byScore(predictions: readonly PredictedBox[]): number[] {
  const lost = predictions.findIndex(({ score }) => Number.isNaN(score));
  if (lost >= 0) throw new RangeError(`score ${lost} is NaN`);
  const scoreAt = (d: number): number => predictions[d]?.score ?? 0;
  return predictions.map((_, d) => d).sort((a, b) => scoreAt(b) - scoreAt(a));
}

function best(ious: readonly number[], isWanted: (g: number) => boolean, iouMin: number): number | null {
  let found: number | null = null;
  let highest = Math.min(iouMin, IOU_MIN_MAX);
  ious.forEach((iou, g) => {
    if (iou < highest || !isWanted(g)) return;
    highest = iou;
    found = g;
  });
  return found;
}
