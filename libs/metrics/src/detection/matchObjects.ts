import { groupBy, indices, pick } from '../ranking/groupBy';
import { AREA_RANGES, DETECTIONS_MAX, IOU_THRESHOLDS } from './cocoSettings';
import { createMatcher } from './createMatcher';
import type { Overlap, PredictedObjects, TruthObjects } from './objects';
import { rankPredictions } from './rankPredictions';

/**
 * Who was found by whom, class by class, at all thresholds and in all ranges of sizes. Every figure follows from it, of
 * all pictures or of any draw of them, without matching anything again.
 */
export type Matching = {
  pictures: number;
  classes: number;
  thresholds: readonly number[];
  areas: number;
  /** Those that count, a class after the other, the most certain first. */
  predictions: {
    /** Class k's are `start[k] … start[k + 1] - 1`. */
    start: Uint32Array;
    /** The place in the columns that were given. */
    source: Uint32Array;
    picture: Uint32Array;
    /** In descending order within a class. */
    score: Float64Array;
    /** How many predictions of the class in the picture are more certain. */
    rank: Uint8Array;
    /** [areas × predictions], bit t: right at threshold t. */
    found: Uint16Array;
    /** [areas × predictions], bit t: neither right nor wrong at threshold t. */
    ignored: Uint16Array;
  };
  /** A class after the other. */
  truth: {
    start: Uint32Array;
    picture: Uint32Array;
    /** Bit a: not asked for in range a, being a crowd or of another size. */
    ignored: Uint8Array;
  };
};

export type MatchingInput = {
  pictures: number;
  classes: number;
  truth: TruthObjects;
  predictions: PredictedObjects;
  overlap: Overlap;
  /** Overlaps from which on a prediction counts as the object, ascending, at most 16. */
  thresholds?: readonly number[];
  /** Ranges of sizes in square pixels, both ends included, at most 8. */
  areaRanges?: readonly (readonly [number, number])[];
};

/**
 * Matches predictions with the truth as COCO does (Lin et al. 2014, pycocotools): class by class in each picture the 100
 * most certain predictions choose in descending order of score, those of equal score in the order of their file.
 *
 * @throws RangeError for too many thresholds or ranges
 */
export function matchObjects(input: MatchingInput): Matching {
  const { pictures, classes, truth, predictions, thresholds = IOU_THRESHOLDS, areaRanges = AREA_RANGES } = input;
  const areas = areaRanges.length;
  if (thresholds.length > 16 || areas > 8) throw new RangeError('at most 16 thresholds and 8 ranges of sizes');

  const ranked = rankPredictions(predictions, { pictures, classes, countMax: DETECTIONS_MAX });
  const objects = indices(truth.picture.length);
  const { order, start } = groupBy(groupBy(objects, truth.picture, pictures).order, truth.class, classes);
  const ignoredIn = objects.map((g) => (truth.isCrowd[g] ? 2 ** areas - 1 : outsideOf(truth.area[g] ?? 0, areaRanges)));
  const matcher = createMatcher({ ...input, thresholds, areaRanges, order, ignoredIn });

  const everywhere = 2 ** thresholds.length - 1;
  const count = ranked.source.length;
  const found = new Uint16Array(areas * count);
  const ignored = new Uint16Array(areas * count);
  // Where a picture's objects of the class at hand begin in `order`, one up; 0 for none.
  const begin = new Uint32Array(pictures);
  for (let k = 0; k < classes; k++) {
    const from = start[k] ?? 0;
    const to = start[k + 1] ?? 0;
    for (let i = to - 1; i >= from; i--) begin[truth.picture[order[i] ?? 0] ?? 0] = i + 1;
    for (let i = ranked.start[k] ?? 0; i < (ranked.start[k + 1] ?? 0); i++) {
      const d = ranked.source[i] ?? 0;
      const first = begin[ranked.picture[i] ?? 0] ?? 0;
      const hasCandidates = first > 0 && matcher.propose(d, first - 1, to);
      const outside = outsideOf(predictions.area[d] ?? 0, areaRanges);
      for (let a = 0; a < areas; a++) {
        const taken = hasCandidates ? matcher.take(a) : undefined;
        found[a * count + i] = taken?.found ?? 0;
        // What found nothing is of no interest in ranges that it does not belong to itself.
        const isOutside = (outside >> a) & 1;
        ignored[a * count + i] = isOutside ? everywhere & ~(taken?.found ?? 0) : (taken?.ignored ?? 0);
      }
    }
    for (let i = from; i < to; i++) begin[truth.picture[order[i] ?? 0] ?? 0] = 0;
  }
  return {
    ...{ pictures, classes, thresholds, areas },
    predictions: { ...ranked, found, ignored },
    truth: { start, picture: pick(truth.picture, order), ignored: Uint8Array.from(pick(ignoredIn, order)) },
  };
}

/** Bit a: not within range a. */
function outsideOf(area: number, ranges: readonly (readonly [number, number])[]): number {
  let bits = 0;
  for (let a = 0; a < ranges.length; a++) {
    const range = ranges[a];
    if (range && (area < range[0] || area > range[1])) bits |= 1 << a;
  }
  return bits;
}
