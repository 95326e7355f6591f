import { occupiedRange } from './greyHistogram';

const { fround } = Math;
/** Every choice of values is tried: five classes of 256 values are 170 million. */
const MOST_CLASSES = 5;

/**
 * The values that part a histogram into classes so that the variance between them is largest (P.-S. Liao et al., Journal
 * of Information Science and Engineering 2001), ascending; a class ends with its threshold. Equal to scikit-image's
 * `threshold_multiotsu`, single precision and all: where choices are nearly equal its last digit decides.
 *
 * @param counts one for each grey value
 * @throws RangeError when fewer values than classes occur, or classes are not 2 to 5
 */
export function multiOtsuThresholds(counts: ArrayLike<number>, classes = 3): number[] {
  if (!Number.isInteger(classes) || classes < 2 || classes > MOST_CLASSES) {
    throw new RangeError(`${classes} classes, not 2 to ${MOST_CLASSES}`);
  }
  const { low, high } = occupiedRange(counts);
  const bins = high - low + 1;
  const occupied = Array.from({ length: bins }, (_, bin) => bin).filter((bin) => (counts[low + bin] ?? 0) > 0);
  if (occupied.length < classes) {
    throw new RangeError(`${occupied.length} grey values cannot be parted into ${classes} classes`);
  }
  if (occupied.length === classes) return occupied.slice(0, -1).map((bin) => low + bin);
  return bestParts(varianceTable(shares(counts, low, bins)), classes - 1).map((bin) => low + bin);
}

function shares(counts: ArrayLike<number>, low: number, bins: number): Float32Array {
  let total = 0;
  for (let bin = 0; bin < bins; bin++) total += counts[low + bin] ?? 0;
  return Float32Array.from({ length: bins }, (_, bin) => (counts[low + bin] ?? 0) / total);
}

type VarianceTable = { bins: number; values: Float32Array };

/** What a class of the values from i to j adds to the variance between classes, [i, j]. */
function varianceTable(share: Float32Array): VarianceTable {
  const bins = share.length;
  const weights = new Float32Array(bins);
  const firsts = new Float32Array(bins);
  // The reference starts its first moments with the share itself; kept, since results are compared.
  weights[0] = share[0] ?? 0;
  firsts[0] = share[0] ?? 0;
  for (let i = 1; i < bins; i++) {
    weights[i] = (weights[i - 1] ?? 0) + (share[i] ?? 0);
    firsts[i] = (firsts[i - 1] ?? 0) + fround(i * (share[i] ?? 0));
  }
  const values = new Float32Array(bins * bins);
  for (let i = 0; i < bins; i++) {
    // It leaves the class of the first value alone at 0.
    for (let j = Math.max(i, 1); j < bins; j++) {
      const weight = fround((weights[j] ?? 0) - (i === 0 ? 0 : (weights[i - 1] ?? 0)));
      if (!(weight > 0)) continue;
      const first = fround((firsts[j] ?? 0) - (i === 0 ? 0 : (firsts[i - 1] ?? 0)));
      values[i * bins + j] = fround(fround(first * first) / weight);
    }
  }
  return { bins, values };
}

/** The first choice of `count` ascending bins with the largest variance. */
function bestParts({ bins, values }: VarianceTable, count: number): number[] {
  const at = (i: number, j: number): number => values[i * bins + j] ?? 0;
  const current = new Array<number>(count).fill(0);
  let best = 0;
  let parts = [...current];
  const choose = (place: number, from: number): void => {
    if (place < count) {
      for (let bin = from; bin < bins - count + place; bin++) {
        current[place] = bin;
        choose(place + 1, bin + 1);
      }
      return;
    }
    let sum = fround(at(0, current[0] ?? 0) + at((current[count - 1] ?? 0) + 1, bins - 1));
    for (let i = 0; i + 1 < count; i++) sum = fround(sum + at((current[i] ?? 0) + 1, current[i + 1] ?? 0));
    if (sum > best) {
      best = sum;
      parts = [...current];
    }
  };
  choose(0, 0);
  return parts;
}
