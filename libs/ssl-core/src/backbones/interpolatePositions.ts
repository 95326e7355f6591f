import { tf } from '@assay/engine';

/** PyTorch's constant of the cubic kernel. */
const A = -0.75;

/**
 * Position embeddings of another grid: bicubic over the places, as `torch.nn.functional.interpolate` with
 * `align_corners=False` and no antialiasing, and so as DINO's `interpolate_pos_encoding` but for its 0.1 that guards
 * against rounding in a scale factor. Being linear, it is a product with a matrix.
 *
 * @param places_1LD without the class token's, row by row
 */
export function interpolatePositions(places_1LD: tf.Tensor3D, { from, to }: { from: number; to: number }): tf.Tensor3D {
  return tf.tidy(() => {
    const side = tf.tensor2d(cubicMatrix(from, to), [to, from]);
    const width = places_1LD.shape[2];
    // Rows, then columns: [to, from] x [from, from * D], and the same with the axes turned.
    const rows_TFD = tf.reshape(tf.matMul(side, tf.reshape(places_1LD, [from, from * width])), [to, from, width]);
    const columns_FTD = tf.reshape<tf.Rank.R2>(tf.transpose(rows_TFD, [1, 0, 2]), [from, to * width]);
    const both_TTD = tf.transpose(tf.reshape(tf.matMul(side, columns_FTD), [to, to, width]), [1, 0, 2]);
    return tf.reshape(both_TTD, [1, to * to, width]);
  });
}

/** [to, from], row by row: how much of each old place a new one takes. */
export function cubicMatrix(from: number, to: number): Float32Array {
  const matrix = new Float32Array(to * from);
  for (let target = 0; target < to; target++) {
    const place = ((target + 0.5) * from) / to - 0.5;
    const first = Math.floor(place);
    for (let tap = -1; tap <= 2; tap++) {
      const source = Math.min(from - 1, Math.max(0, first + tap));
      const at = target * from + source;
      matrix[at] = (matrix[at] ?? 0) + cubic(Math.abs(place - (first + tap)));
    }
  }
  return matrix;
}

function cubic(distance: number): number {
  if (distance <= 1) return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
  if (distance < 2) return ((A * distance - 5 * A) * distance + 8 * A) * distance - 4 * A;
  return 0;
}
