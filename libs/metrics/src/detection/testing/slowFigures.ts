import type { PredictedBox, TruthBox } from '../box';
import { AREA_RANGES, IOU_THRESHOLDS, RECALL_THRESHOLDS } from '../cocoSettings';
import type { PictureBoxes } from '../matchPictures';

/** By the book: every class, range and threshold on its own, matched with loops over sorted objects. */
export function slowFigures(given: readonly PictureBoxes[], classes: number) {
  const at = (thresholds: readonly number[], area: number, limit: number) => {
    const found = thresholds.flatMap((iou) =>
      Array.from({ length: classes }, (_, k) =>
        slowClass(given, { k, iou, range: AREA_RANGES[area] ?? [0, 0], limit }),
      ),
    );
    const present = found.filter((one) => one !== null);
    const mean = (key: 'ap' | 'ar') =>
      present.length === 0 ? null : present.reduce((sum, one) => sum + one[key], 0) / present.length;
    return { ap: mean('ap'), ar: mean('ar') };
  };
  const [all, small] = [at(IOU_THRESHOLDS, 0, 100), at(IOU_THRESHOLDS, 1, 100)];
  return {
    ...{ ap: all.ap, ap50: at([0.5], 0, 100).ap, apSmall: small.ap },
    ...{ ar1: at(IOU_THRESHOLDS, 0, 1).ar, ar100: all.ar, arSmall: small.ar },
  };
}

type Setting = { k: number; iou: number; range: readonly [number, number]; limit: number };

function slowClass(given: readonly PictureBoxes[], { k, iou, range: [low, high], limit }: Setting) {
  const isOutside = ({ w, h }: { w: number; h: number }) => w * h < low || w * h > high;
  const outcomes: { score: number; outcome: 'right' | 'wrong' | 'ignored' }[] = [];
  let objects = 0;
  for (const picture of given) {
    const truth = picture.truth
      .filter((box) => box.class === k)
      .map((box) => ({ box, isIgnored: box.crowd === true || isOutside(box), isTaken: false }))
      .sort((a, b) => Number(a.isIgnored) - Number(b.isIgnored));
    objects += truth.filter(({ isIgnored }) => !isIgnored).length;
    const predictions = picture.predictions.filter((box) => box.class === k).toSorted((a, b) => b.score - a.score);
    for (const prediction of predictions.slice(0, limit)) {
      let best: (typeof truth)[number] | undefined;
      let highest = Math.min(iou, 1 - 1e-10);
      for (const candidate of truth) {
        if (candidate.isTaken && !candidate.box.crowd) continue;
        if (best && !best.isIgnored && candidate.isIgnored) break;
        const overlap = slowIou(prediction, candidate.box);
        if (overlap < highest) continue;
        highest = overlap;
        best = candidate;
      }
      if (best) best.isTaken = true;
      const isIgnored = best ? best.isIgnored : isOutside(prediction);
      outcomes.push({ score: prediction.score, outcome: isIgnored ? 'ignored' : best ? 'right' : 'wrong' });
    }
  }
  if (objects === 0) return null;
  outcomes.sort((a, b) => b.score - a.score);
  const counted = outcomes.filter(({ outcome }) => outcome !== 'ignored');
  const curve = counted.map((_, i) => {
    const right = counted.slice(0, i + 1).filter(({ outcome }) => outcome === 'right').length;
    return { recall: right / objects, precision: right / (i + 1) };
  });
  const ap = RECALL_THRESHOLDS.map((recall) =>
    Math.max(0, ...curve.filter((point) => point.recall >= recall).map(({ precision }) => precision)),
  );
  return { ap: ap.reduce((sum, value) => sum + value, 0) / ap.length, ar: curve.at(-1)?.recall ?? 0 };
}

function slowIou(a: PredictedBox, b: TruthBox): number {
  const w = Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x));
  const h = Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y));
  if (w * h === 0) return 0;
  return (w * h) / (b.crowd ? a.w * a.h : a.w * a.h + b.w * b.h - w * h);
}
