import { pca } from './pca';
import { checkStart, countPoints, type Points, squaredDistances } from './points';

export type TsneOptions = {
  perplexity?: number;
  iterations?: number;
  /** [N, 2]: where to begin instead of the principal components: an earlier map of the same points. */
  start?: Float64Array | undefined;
};

/** As scikit-learn 1.9 and van der Maaten's own code. */
const EXAGGERATION = 12;
const EXAGGERATED_ITERATIONS = 250;
const ITERATIONS = 1000;
/** From an earlier map on, whose clusters have found their places. */
const ITERATIONS_FROM_START = 500;
const MOMENTUM = { first: 0.5, later: 0.8 };
const GAIN_MIN = 0.01;
const PERPLEXITY_TOLERANCE = 1e-5;
const BISECTIONS = 100;
const TINY = 1e-12;

/**
 * t-SNE to two dimensions (van der Maaten and Hinton 2008): neighbours stay neighbours, distances mean little. Every pair
 * is computed, without Barnes and Hut's approximation, so it is meant for some thousand points. It begins at the principal
 * components and draws nothing, so that equal points give an equal map.
 *
 * Settings are those of scikit-learn's `TSNE(init="pca", learning_rate="auto")`. From a given start on nothing is
 * exaggerated, since that would draw the map together and let its clusters find other places.
 *
 * @returns [N, 2] @throws RangeError when the perplexity is not below the number of points, or the start is of others
 */
export function tsne(points: Points, options: TsneOptions = {}): Float64Array {
  const { start, perplexity = 30, iterations = start ? ITERATIONS_FROM_START : ITERATIONS } = options;
  const count = countPoints(points);
  if (perplexity >= count) throw new RangeError(`perplexity ${perplexity} of ${count} points: must be below them`);
  if (start) checkStart(start, count);
  const p_NN = jointProbabilities(squaredDistances(points), count, perplexity);
  const y_N2 = start ? Float64Array.from(start) : firstPlaces(points);
  const learningRate = Math.max(count / EXAGGERATION / 4, 50);
  const velocity = new Float64Array(y_N2.length);
  const gains = new Float64Array(y_N2.length).fill(1);
  const gradient = new Float64Array(y_N2.length);
  const kernel = new Float64Array(count * count);
  const exaggerated = start ? 0 : EXAGGERATED_ITERATIONS;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const isExaggerated = iteration < exaggerated;
    slope({ p_NN, y_N2, count, exaggeration: isExaggerated ? EXAGGERATION : 1, kernel }, gradient);
    const momentum = isExaggerated ? MOMENTUM.first : MOMENTUM.later;
    for (let i = 0; i < y_N2.length; i++) {
      const pull = gradient[i] ?? 0;
      const speed = velocity[i] ?? 0;
      const isTurning = pull * speed < 0;
      const gain = Math.max(GAIN_MIN, isTurning ? (gains[i] ?? 1) + 0.2 : (gains[i] ?? 1) * 0.8);
      gains[i] = gain;
      velocity[i] = momentum * speed - learningRate * gain * pull;
      y_N2[i] = (y_N2[i] ?? 0) + (velocity[i] ?? 0);
    }
  }
  return y_N2;
}

/** Principal components, so small that no pair is far apart. */
function firstPlaces(points: Points): Float64Array {
  const { coordinates } = pca(points, 2);
  let square = 0;
  for (let i = 0; i < coordinates.length; i += 2) square += (coordinates[i] ?? 0) ** 2;
  const deviation = Math.sqrt(square / (coordinates.length / 2)) || 1;
  return coordinates.map((value) => (value / deviation) * 1e-4);
}

/** Symmetric probabilities that sum to 1; each point's own have the wanted perplexity. */
function jointProbabilities(distances: Float64Array, count: number, perplexity: number): Float64Array {
  const conditional = new Float64Array(count * count);
  const wanted = Math.log(perplexity);
  for (let i = 0; i < count; i++) {
    const row = distances.subarray(i * count, (i + 1) * count);
    conditional.set(probabilitiesOf(row, i, wanted), i * count);
  }
  const joint = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const both = (conditional[i * count + j] ?? 0) + (conditional[j * count + i] ?? 0);
      joint[i * count + j] = Math.max(both / (2 * count), TINY);
    }
  }
  return joint;
}

/** Halves the interval of the Gaussian's precision until the entropy is the wanted one. */
function probabilitiesOf(distances: Float64Array, self: number, entropyWanted: number): Float64Array {
  const nearest = distances.reduce(
    (least, value, j) => (j === self ? least : Math.min(least, value)),
    Number.POSITIVE_INFINITY,
  );
  const shares = new Float64Array(distances.length);
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let precision = 1 / (distances.reduce((sum, value) => sum + value, 0) / distances.length || 1);
  for (let round = 0; round < BISECTIONS; round++) {
    let total = 0;
    let weighted = 0;
    for (let j = 0; j < distances.length; j++) {
      const distance = (distances[j] ?? 0) - nearest;
      const share = j === self ? 0 : Math.exp(-distance * precision);
      shares[j] = share;
      total += share;
      weighted += share * distance;
    }
    const entropy = Math.log(total) + (precision * weighted) / total;
    for (let j = 0; j < shares.length; j++) shares[j] = (shares[j] ?? 0) / total;
    const excess = entropy - entropyWanted;
    if (Math.abs(excess) <= PERPLEXITY_TOLERANCE) break;
    if (excess > 0) low = precision;
    else high = precision;
    precision = high === Number.POSITIVE_INFINITY ? precision * 2 : (low + high) / 2;
  }
  return shares;
}

type State = { p_NN: Float64Array; y_N2: Float64Array; count: number; exaggeration: number; kernel: Float64Array };

/** Gradient of the divergence in each place: 4 sum (p - q) (y_i - y_j) / (1 + d²). */
function slope({ p_NN, y_N2, count, exaggeration, kernel }: State, into: Float64Array): void {
  let total = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const dx = (y_N2[2 * i] ?? 0) - (y_N2[2 * j] ?? 0);
      const dy = (y_N2[2 * i + 1] ?? 0) - (y_N2[2 * j + 1] ?? 0);
      const nearness = 1 / (1 + dx * dx + dy * dy);
      kernel[i * count + j] = nearness;
      total += 2 * nearness;
    }
  }
  into.fill(0);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const nearness = kernel[i * count + j] ?? 0;
      const pull = 4 * (exaggeration * (p_NN[i * count + j] ?? 0) - Math.max(nearness / total, TINY)) * nearness;
      for (const axis of [0, 1]) {
        const force = pull * ((y_N2[2 * i + axis] ?? 0) - (y_N2[2 * j + axis] ?? 0));
        into[2 * i + axis] = (into[2 * i + axis] ?? 0) + force;
        into[2 * j + axis] = (into[2 * j + axis] ?? 0) - force;
      }
    }
  }
}
