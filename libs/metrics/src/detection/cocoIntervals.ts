import { drawnIntervals, type FigureInterval } from '../stats/drawnIntervals';
import { type CocoFigures, cocoFigures } from './cocoFigures';
import type { Matching } from './matchObjects';

/** Above so many pictures leaving each out once costs more than the correction for skew changes. */
const BCA_MAX = 500;

export type CocoIntervalPlan = {
  /** The group (part, patient) of each picture, where pictures of a group are alike. */
  groups?: ArrayLike<number> | undefined;
  seed?: number | undefined;
  rounds?: number | undefined;
  level?: number | undefined;
};

/**
 * Intervals of COCO's figures by their paths (`perClass.2.ap`), from drawing the pictures, or whole groups, anew: what
 * was matched stays, each round only counts it as often as its picture is drawn. Figures that are undefined are left out.
 *
 * They speak of other pictures of the same kind for this model as it is, not of training again.
 */
export function cocoIntervals(matching: Matching, plan: CocoIntervalPlan = {}): Record<string, FigureInterval> {
  const figures = (counts: Uint16Array) => byPath(cocoFigures(matching, counts));
  return drawnIntervals(figures, { ...plan, units: matching.pictures, bcaMax: BCA_MAX });
}

function byPath({ perClass, ...summary }: CocoFigures): Record<string, number | null> {
  const figures: Record<string, number | null> = { ...summary };
  perClass.forEach(({ ap, ap50 }, k) => {
    figures[`perClass.${k}.ap`] = ap;
    figures[`perClass.${k}.ap50`] = ap50;
  });
  return figures;
}
