export type KnnQuery = {
  /** [M, D], row by row: the pictures that vote. */
  bankFeatures: Float32Array;
  /** [M], each in [0, classes). */
  bankLabels: ArrayLike<number>;
  /** [N, D]: the pictures asked about. */
  features: Float32Array;
  classes: number;
  /** Voters a picture; all of the bank when it is smaller. */
  k: number;
  temperature: number;
};

/**
 * kNN on frozen features (as in arXiv 1805.01978, section 3.4): the k most similar pictures vote for their class with
 * weight exp(cosine similarity / temperature). Of equally similar ones the earlier in the bank votes.
 *
 * @returns a row of `classes` shares a picture, each row sums to 1
 */
export function knnClassify({ bankFeatures, bankLabels, features, classes, k, temperature }: KnnQuery): number[][] {
  const voters = bankLabels.length;
  if (voters === 0) throw new Error('knnClassify: the bank is empty');
  const dimension = bankFeatures.length / voters;
  if (!Number.isInteger(dimension) || features.length % dimension !== 0) {
    throw new Error(`knnClassify: ${bankFeatures.length} bank values, ${voters} labels, ${features.length} values`);
  }
  const bank = unitRows(bankFeatures, dimension);
  const queries = unitRows(features, dimension);
  const kept = Math.min(k, voters);

  return Array.from({ length: features.length / dimension }, (_, row) => {
    const query = queries.subarray(row * dimension, (row + 1) * dimension);
    const similarities = similarityToAll(bank, query);
    const nearest = [...similarities.keys()]
      .sort((a, b) => (similarities[b] ?? 0) - (similarities[a] ?? 0) || a - b)
      .slice(0, kept);
    // Taking off the largest similarity changes no share and keeps exp() finite at any temperature.
    const largest = similarities[nearest[0] ?? 0] ?? 0;
    const votes = new Array<number>(classes).fill(0);
    let total = 0;
    for (const voter of nearest) {
      const label = bankLabels[voter] ?? 0;
      const weight = Math.exp(((similarities[voter] ?? 0) - largest) / temperature);
      votes[label] = (votes[label] ?? 0) + weight;
      total += weight;
    }
    return votes.map((vote) => vote / total);
  });
}

function similarityToAll(bank: Float64Array, query: Float64Array): Float64Array {
  const dimension = query.length;
  const result = new Float64Array(bank.length / dimension);
  for (let voter = 0, at = 0; voter < result.length; voter++) {
    let sum = 0;
    for (let d = 0; d < dimension; d++, at++) sum += (bank[at] ?? 0) * (query[d] ?? 0);
    result[voter] = sum;
  }
  return result;
}

/** Rows of length 1; a row of zeros stays one. */
function unitRows(rows: Float32Array, dimension: number): Float64Array {
  const result = Float64Array.from(rows);
  for (let start = 0; start < result.length; start += dimension) {
    let sum = 0;
    for (let i = start; i < start + dimension; i++) sum += (result[i] ?? 0) ** 2;
    const inverse = sum > 0 ? 1 / Math.sqrt(sum) : 0;
    for (let i = start; i < start + dimension; i++) result[i] = (result[i] ?? 0) * inverse;
  }
  return result;
}
