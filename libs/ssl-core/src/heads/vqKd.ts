import type { VqKdConfig } from '@assay/contracts';
import { gather, normalise, stopGradient, tf } from '@assay/engine';
import { type Initialiser, zeros } from '../layers/initialisers';
import { createLinear } from '../layers/linear';
import type { Scope } from '../layers/parameters';
import { countCodes } from '../losses/perplexity';
import { nextCodebook, type Quantised, vectorQuantise } from '../losses/vectorQuantise';

/** Two linear layers with a tanh between them, as the authors' `encode_task_layer` and `decode_task_layer`. */
export function createTaskLayer(
  scope: Scope,
  { inputs, outputs }: { inputs: number; outputs: number },
): (x_MD: tf.Tensor2D) => tf.Tensor2D {
  const first = createLinear(scope.child('0'), { inputs, outputs: inputs });
  const second = createLinear(scope.child('2'), { inputs, outputs });
  return (x_MD) => tf.tidy(() => second(tf.tanh(first(x_MD))));
}

/** Codes of length 1 that follow the rows that choose them. */
export interface Codebook {
  codebook_KE: tf.Variable<tf.Rank.R2>;
  /** Quantises rows of length 1 by the codes as they are, or at the first step by codes that are made of these rows. */
  quantise(z_ME: tf.Tensor2D, isFirst: tf.Scalar): Quantised & { start_KE: tf.Tensor2D; startSize_K: tf.Tensor1D };
  /** Moves the codes towards the rows that chose them, from where `quantise` started. */
  follow(z_ME: tf.Tensor2D, quantised: ReturnType<Codebook['quantise']>): void;
}

/** A projection of tokens to unit vectors, and the codes that stand for these. */
export interface CodeSpace extends Codebook {
  /** Rows of length 1, [M, E]. */
  project(tokens_MD: tf.Tensor2D): tf.Tensor2D;
}

/** What a codebook is fed at each step: whether it is the first, at which it is made. */
export const CODEBOOK_RATES = { isFirst: ({ step }: { step: number }) => (step === 0 ? 1 : 0) };

type CodebookOptions = Pick<VqKdConfig, 'codes' | 'codeWidth' | 'decay' | 'revive'>;

/** The authors' `encode_task_layer` and its codebook. */
export function createCodeSpace(scope: Scope, { inputs, ...options }: CodebookOptions & { inputs: number }): CodeSpace {
  const project = createTaskLayer(scope.child('encode_task_layer'), { inputs, outputs: options.codeWidth });
  return {
    ...createCodebook(scope.child('quantize'), options),
    project: (tokens_MD) => normalise(project(tokens_MD)),
  };
}

/**
 * The authors' `NormEMAVectorQuantizer`. Where they take k-means of the first batch as the first codes, here they are rows
 * of it, from all over it and in even use; so are codes that hardly anyone chooses, where `revive` says so.
 *
 * Shapes: M rows, K codes, E their width.
 */
export function createCodebook(inner: Scope, { codes, codeWidth, decay, revive }: CodebookOptions): Codebook {
  const fixed = { isTrainable: false };
  const init: Initialiser = ({ rng }) => {
    const values = Float32Array.from({ length: codes * codeWidth }, () => rng.normal());
    return tf.tidy(() => Float32Array.from(normalise(tf.tensor2d(values, [codes, codeWidth])).dataSync()));
  };
  const shape: [number, number] = [codes, codeWidth];
  const codebook_KE = inner.parameter<tf.Rank.R2>({ ...fixed, name: 'embedding.weight', shape, init });
  const size_K = inner.parameter<tf.Rank.R1>({ ...fixed, name: 'cluster_size', shape: [codes], init: zeros });

  return {
    codebook_KE,
    quantise(z_ME, isFirst) {
      const isStart = tf.greater(isFirst, 0.5);
      const [own_KE, ownSize_K]: [tf.Tensor2D, tf.Tensor1D] = [codebook_KE, size_K];
      const start_KE = tf.where(isStart, scatteredRows(z_ME, codes), own_KE);
      const startSize_K = tf.where(isStart, tf.fill<tf.Rank.R1>([codes], z_ME.shape[0] / codes), ownSize_K);
      return { ...vectorQuantise(z_ME, start_KE), start_KE, startSize_K };
    },
    follow(z_ME, { codes_M, start_KE, startSize_K }) {
      const next_KE = nextCodebook(start_KE, { z_ME, codes_M, decay });
      const count_K = countCodes(codes_M, codes);
      const nextSize_K = tf.add<tf.Tensor1D>(tf.mul(startSize_K, decay), tf.mul(count_K, 1 - decay));
      const even = codes_M.size / codes;
      const isDead_K = tf.less(nextSize_K, revive * even);
      const revived_KE = () => tf.where(tf.expandDims(isDead_K, 1), scatteredRows(z_ME, codes), next_KE);
      codebook_KE.assign(revive === 0 ? next_KE : revived_KE());
      // As if it had been in even use, so that it has time to find tokens of its own.
      size_K.assign(revive === 0 ? nextSize_K : tf.where(isDead_K, tf.fill([codes], even), nextSize_K));
    },
  };
}

/** As many rows as asked for; some come twice where there are fewer. */
function scatteredRows(z_ME: tf.Tensor2D, count: number): tf.Tensor2D {
  const places = tf.tensor1d(scatteredPlaces(z_ME.shape[0], count), 'int32');
  return stopGradient(gather(z_ME, places)) as tf.Tensor2D; // rows of z
}

/**
 * Places among so many rows, one in each of `count` equal spans: at multiples of the golden ratio, without their whole
 * parts, from a span's beginning to its end. At even distances all would stand in one column where a batch's rows are the
 * places of pictures.
 */
export function scatteredPlaces(rows: number, count: number): Int32Array {
  const golden = (Math.sqrt(5) - 1) / 2;
  return Int32Array.from({ length: count }, (_, k) => Math.floor(((k + ((k * golden) % 1)) * rows) / count));
}
