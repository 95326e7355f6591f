import { tf } from '../../tf';
import { type Calls, int, raw, some } from './calls';

export const MATRICES_CALLS: Calls = {
  diagonals: () => {
    tf.diag(some(3));
    raw('Diag', [some(2, 3)]);
    raw('DiagPart', [some(2, 3, 2, 3)]);
    raw('MatrixDiag', [some(2, 3)]);
    for (const shape of [
      [2, 3, 5],
      [5, 3],
    ])
      raw('MatrixDiagPart', [some(...shape)]);
  },
  bands: () => {
    raw('MatrixBandPart', [some(2, 3, 4), int(1), int(-1)]);
  },
};
