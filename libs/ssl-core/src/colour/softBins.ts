import { segmentSum, tf, topK } from '@assay/engine';

/** Points, each spread over the bins that are nearest to it. */
export type SoftBins = {
  /** [P, K] int32, the nearest first. */
  bins_PK: tf.Tensor2D;
  /** [P, K], each row sums to 1. */
  share_PK: tf.Tensor2D;
};

export type SpreadOptions = { neighbours: number; sigma: number };

/**
 * Spreads points over their nearest bins by a Gaussian of the distance (arXiv 1603.08511, section 2.2; `NNEncode` of the
 * authors' code).
 *
 * Shapes: P points of D coordinates, Q bins, K neighbours.
 *
 * @param sigma deviation of the Gaussian, in the coordinates' unit
 */
export function spreadOverBins(
  points_PD: tf.Tensor2D,
  centres_QD: tf.Tensor2D,
  { neighbours, sigma }: SpreadOptions,
): SoftBins {
  return tf.tidy(() => {
    // Coordinate by coordinate: the short form |p|² - 2pc + |c|² loses the digits that near bins differ in.
    const places = tf.split(points_PD, points_PD.shape[1], 1);
    const centres = tf.split(tf.transpose(centres_QD), centres_QD.shape[1], 0);
    const squares = places.map((place_P1, i) => {
      const centre_1Q = centres[i];
      if (!centre_1Q) throw new Error(`spreadOverBins: points of [${points_PD.shape}], bins of [${centres_QD.shape}]`);
      return tf.square(tf.sub(place_P1, centre_1Q));
    });
    const nearest = topK(tf.neg(squares.reduce((sum, square) => tf.add(sum, square))), neighbours);
    const raised_PK = tf.exp(tf.mul(tf.sub(nearest.values, tf.max(nearest.values, 1, true)), 1 / (2 * sigma ** 2)));
    const share_PK = tf.div<tf.Tensor2D>(raised_PK, tf.sum(raised_PK, 1, true));
    return { bins_PK: nearest.indices as tf.Tensor2D, share_PK }; // [P, K]
  });
}

/** How the points are distributed over the bins: [Q], sums to 1. */
export function distributionOf({ bins_PK, share_PK }: SoftBins, bins: number): tf.Tensor1D {
  return tf.tidy(() => {
    const sums_Q = segmentSum(tf.reshape(share_PK, [-1]), tf.reshape<tf.Rank.R1>(bins_PK, [-1]), bins);
    return tf.mul<tf.Tensor1D>(sums_Q, 1 / share_PK.shape[0]);
  });
}

/**
 * Weights that make rare bins count more (arXiv 1603.08511, equation 4; `PriorFactor` of the authors' code): one over a
 * mixture of the bins' distribution and the even one, scaled so that a place weighs 1 on average.
 *
 * @param prior_Q distribution of the bins, sums to 1
 * @param evenShare the even distribution's part of the mixture, lambda; 1 gives every bin the weight 1
 */
export function rareBinWeights(prior_Q: tf.Tensor1D, evenShare: number): tf.Tensor1D {
  return tf.tidy(() => {
    const mixed_Q = tf.add(tf.mul(prior_Q, 1 - evenShare), evenShare / prior_Q.shape[0]);
    const inverse_Q = tf.reciprocal(mixed_Q);
    return tf.div<tf.Tensor1D>(inverse_Q, tf.sum(tf.mul(prior_Q, inverse_Q)));
  });
}
