import { NO_LABEL, type PredictionColumns, scoresEach } from '~/columns/predictionColumns';

/** What the highest score of each picture says. C classes, N pictures. */
export type Decisions = {
  /** [N] the class with the highest score, the first of equal ones. */
  predicted: Int32Array<ArrayBuffer>;
  /** [N] by how much the strongest other class beats the true one; positive is wrong, the larger the surer. */
  badness: Float64Array<ArrayBuffer>;
  /** Labelled rows, worst first. */
  worstFirst: Uint32Array<ArrayBuffer>;
  /** [C][C] labelled pictures, a row is the true class. */
  matrix: number[][];
};

export function decideByHighest(columns: PredictionColumns): Decisions {
  const { scores, labels, header } = columns;
  const each = scoresEach(columns);
  const predicted = new Int32Array(labels.length);
  const badness = new Float64Array(labels.length);
  const matrix = header.classes.map(() => header.classes.map(() => 0));
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] ?? NO_LABEL;
    let best = 0;
    let bestOther = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < each; index++) {
      const score = scores[row * each + index] ?? 0;
      if (score > (scores[row * each + best] ?? 0)) best = index;
      if (index !== label && score > bestOther) bestOther = score;
    }
    predicted[row] = best;
    badness[row] = label === NO_LABEL || each < 2 ? 0 : bestOther - (scores[row * each + label] ?? 0);
    const line = matrix[label];
    if (line) line[best] = (line[best] ?? 0) + 1;
  }
  const worstFirst = Uint32Array.from(labels.keys())
    .filter((row) => labels[row] !== NO_LABEL)
    .sort((a, b) => (badness[b] ?? 0) - (badness[a] ?? 0) || a - b);
  return { predicted, badness, worstFirst, matrix };
}
