import { RECALL_THRESHOLDS } from './cocoSettings';
import type { Matching } from './matchObjects';

/** pycocotools adds it to a denominator that is at least 1, where it shows in the last bit. */
const EPSILON = 2 ** -52;

/** Right predictions of one class at one threshold, the most certain first. */
export interface Hits {
  clear(): void;
  /** A prediction that is neither right nor wrong. */
  putAside(weight: number): void;
  /** A right one. @param seen all up to this one, those put aside included */
  add(weight: number, seen: number): void;
  /** Writes the interpolated precision at each of the 101 recalls. @param asked objects that there are to be found */
  interpolate(asked: number, into: Float64Array, at: number): void;
}

export function createHits({ truth, classes }: Matching): Hits {
  let most = 0;
  // Each object is found once at the most.
  for (let k = 0; k < classes; k++) most = Math.max(most, (truth.start[k + 1] ?? 0) - (truth.start[k] ?? 0));
  /** Sums of weights of right predictions, and the precision up to each. */
  const sums = new Float64Array(most);
  const precisions = new Float64Array(most);
  let length = 0;
  let sum = 0;
  let aside = 0;
  return {
    clear() {
      length = 0;
      sum = 0;
      aside = 0;
    },
    putAside(weight) {
      aside += weight;
    },
    add(weight, seen) {
      sum += weight;
      sums[length] = sum;
      precisions[length++] = sum / (seen - aside + EPSILON);
    },
    interpolate(asked, into, at) {
      // Between two right predictions precision only falls: the best of all that follow is that of a right one.
      for (let i = length - 2; i >= 0; i--) precisions[i] = Math.max(precisions[i] ?? 0, precisions[i + 1] ?? 0);
      let i = 0;
      for (let r = 0; r < RECALL_THRESHOLDS.length; r++) {
        while (i < length && (sums[i] ?? 0) / asked < (RECALL_THRESHOLDS[r] ?? 0)) i++;
        if (i === length) return;
        into[at + r] = precisions[i] ?? 0;
      }
    },
  };
}
