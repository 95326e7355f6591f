import type { MatchingInput } from './matchObjects';

type Candidate = { object: number; iou: number; reached: number };

interface Matcher {
  /**
   * Lets a prediction choose among the objects `order[begin … end - 1]` of its class, as far as they are of its picture.
   *
   * @returns whether it reaches any of them
   */
  propose(prediction: number, begin: number, end: number): boolean;
  /** Takes the best free object at each threshold; the answer's bit t is of threshold t, and it holds until the next. */
  take(area: number): { found: number; ignored: number };
}

type MatcherInput = Pick<Required<MatchingInput>, 'truth' | 'predictions' | 'overlap' | 'thresholds' | 'areaRanges'> & {
  /** Objects of the truth, a class after the other and picture by picture. */
  order: Uint32Array;
  /** Of each object of the truth, bit a: not asked for in range a. */
  ignoredIn: Uint32Array;
};

/** An overlap of exactly 1 must be found at a threshold of 1, whatever rounding does. */
const IOU_MIN_MAX = 1 - 1e-10;

/**
 * Matches at all thresholds at once: bit t of a word stands for threshold t. A prediction's candidates are looked at from
 * the largest overlap down, the later before the earlier where two are equal; each takes the thresholds that it reaches,
 * at which it is free and at which none before it took the prediction. That is the best free one at each threshold.
 * Those that are not asked for get what the others leave.
 */
export function createMatcher({ truth, overlap, order, ignoredIn, ...input }: MatcherInput): Matcher {
  const limits = Float64Array.from(input.thresholds, (threshold) => Math.min(threshold, IOU_MIN_MAX));
  const lowest = limits[0] ?? 0;
  const everywhere = 2 ** limits.length - 1;
  /** [areas][objects], bit t: taken at threshold t. */
  const taken = input.areaRanges.map(() => new Uint16Array(order.length));
  const { neverFound = -1 } = truth;
  let candidates: Candidate[] = [];

  const reachedBy = (iou: number): number => {
    let t = 0;
    while (t < limits.length && iou >= (limits[t] ?? 0)) t++;
    return 2 ** t - 1;
  };
  /** One object for all answers: there are millions. */
  const answer = { found: 0, ignored: 0 };

  return {
    propose(prediction, begin, end) {
      candidates = [];
      const picture = input.predictions.picture[prediction];
      for (let i = begin; i < end; i++) {
        const object = order[i] ?? 0;
        if (truth.picture[object] !== picture) break;
        const iou = overlap(prediction, object);
        if (iou < lowest) continue;
        let at = 0;
        while (at < candidates.length && (candidates[at]?.iou ?? 0) > iou) at++;
        candidates.splice(at, 0, { object, iou, reached: reachedBy(iou) });
      }
      return candidates.length > 0;
    },
    take(area) {
      const takenHere = taken[area] ?? new Uint16Array();
      let open = everywhere;
      answer.found = 0;
      answer.ignored = 0;
      for (const wanted of [0, 1]) {
        for (const { object, reached } of candidates) {
          if ((((ignoredIn[object] ?? 0) >> area) & 1) !== wanted) continue;
          const before = takenHere[object] ?? 0;
          const now = open & reached & (truth.isCrowd[object] ? everywhere : ~before);
          takenHere[object] = before | now;
          open &= ~now;
          if (wanted === 1) answer.ignored |= now;
          else if (object !== neverFound) answer.found |= now;
        }
      }
      return answer;
    },
  };
}
