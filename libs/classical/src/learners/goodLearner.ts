import { fitPatchGaussians, type PatchGaussians, patchDistances } from '../gaussian';
import { createRandom } from '../random';
import { findNeighbours } from './neighbours';
import { type OneClassSvm, oneClassDecisions, trainOneClassSvm } from './oneClassSvm';
import { pickRows, widthOf } from './rows';

/** A learner of good rows alone and how it is set; `rows` are learned from at most, drawn with the seed. */
export type GoodLearnerOptions =
  | { kind: 'oneClassSvm'; nu: number; gamma: number | 'scale'; rows: number }
  | { kind: 'mahalanobis'; regularisation: number }
  | { kind: 'nearest'; k: number; rows: number };

/** Rows that are kept, for the mean distance to the k nearest. */
export type Nearest = { dimension: number; k: number; known: Float32Array };

export type GoodModel =
  | ({ kind: 'oneClassSvm' } & OneClassSvm)
  | ({ kind: 'mahalanobis' } & PatchGaussians)
  | ({ kind: 'nearest' } & Nearest);

/**
 * Learns N good rows [N, D].
 *
 * @throws RangeError when there are fewer than two
 */
export function trainGoodModel(
  learner: GoodLearnerOptions,
  { features, N, seed }: { features: Float32Array; N: number; seed: number },
): GoodModel {
  if (N < 2) throw new RangeError(`${N} good rows, not 2 or more`);
  const D = widthOf(features, N);
  if (learner.kind === 'mahalanobis') {
    return { kind: 'mahalanobis', ...fitPatchGaussians(features, [N, 1, D], learner.regularisation) };
  }
  const kept = drawRows(N, learner.rows, seed);
  const known = kept.length === N ? features : pickRows(features, D, kept);
  if (learner.kind === 'nearest') return { kind: 'nearest', dimension: D, k: Math.min(learner.k, kept.length), known };
  const { nu, gamma } = learner;
  return { kind: 'oneClassSvm', ...trainOneClassSvm({ features: known, N: kept.length, nu, gamma }) };
}

/**
 * How far each row is from the good ones, [N], never below 0: a distance, or of a machine one less the weighted mean of how
 * alike the row and the machine's own are, which orders rows as its decisions do.
 */
export function goodModelScores(model: GoodModel, features: Float32Array): Float64Array {
  switch (model.kind) {
    case 'oneClassSvm': {
      const total = model.coefficients.reduce((sum, coefficient) => sum + coefficient, 0);
      return oneClassDecisions(model, features).map((decision) => 1 - (decision - model.offset) / total);
    }
    case 'mahalanobis':
      return Float64Array.from(patchDistances(model, features));
    case 'nearest': {
      const { known, dimension: D, k } = model;
      const { distances } = findNeighbours(known, features, { D, k });
      return Float64Array.from({ length: distances.length / k }, (_, i) => {
        let sum = 0;
        for (let at = 0; at < k; at++) sum += distances[i * k + at] ?? 0;
        return sum / k;
      });
    }
  }
}

/** At most so many of N places, ascending. */
function drawRows(N: number, most: number, seed: number): Int32Array {
  const order = Int32Array.from({ length: N }, (_, i) => i);
  if (most >= N) return order;
  const random = createRandom(seed);
  for (let i = 0; i < most; i++) {
    const j = i + Math.floor(random() * (N - i));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order.slice(0, most).sort();
}
