import type { DvaeConfig } from '@assay/contracts';
import { block, softmax, tf } from '@assay/engine';
import { uniformFanIn } from '../layers/initialisers';
import { createLinear } from '../layers/linear';
import type { Mode } from '../layers/mode';
import type { Scope } from '../layers/parameters';
import { evenDivergence } from '../losses/dvaeLoss';
import { gumbelSoftmax } from '../losses/gumbelSoftmax';
import { codePerplexity, perplexity } from '../losses/perplexity';
import { createDecoder } from './decoder';
import type { MapSize } from './mapSide';

/** From a map [N, h, h, D] to the logits of the codes at each of its M = N h h places, [M, K]. */
export type CodeLogits = (map_NhhD: tf.Tensor4D) => tf.Tensor2D;

/** One linear layer at each place: `to_logits`. */
export function createCodeLogits(scope: Scope, { inputs, codes }: { inputs: number; codes: number }): CodeLogits {
  const linear = createLinear(scope.child('to_logits'), { inputs, outputs: codes, init: uniformFanIn(inputs) });
  return (map_NhhD) => linear(tf.reshape(map_NhhD, [-1, inputs])) as tf.Tensor2D; // the rank is kept
}

export type DvaeInput = {
  /** Shares of the codes at each place, [M, K]; rows sum to 1. */
  shares_MK: tf.Tensor2D;
  count: number;
  mode: Mode;
};

/** From codes to a picture: their vectors (`codebook`) as a map, and a small convolutional decoder. */
export function createDvaeDecoder(
  scope: Scope,
  { codes, codeWidth, decoderWidth }: DvaeConfig,
  { side, to }: { side: number; to: MapSize },
): (input: DvaeInput) => tf.Tensor4D {
  const codebook_KE = scope.parameter<tf.Rank.R2>({
    name: 'codebook',
    shape: [codes, codeWidth],
    // As PyTorch's Embedding.
    init: ({ rng }) => Float32Array.from({ length: codes * codeWidth }, () => rng.normal()),
  });
  const from = { side, channels: codeWidth };
  const decode = createDecoder(scope.child('decoder'), { from, to, width: decoderWidth });
  return ({ shares_MK, count, mode }) =>
    block('decoder', () =>
      tf.tidy(() => {
        const mixed_ME = tf.matMul(shares_MK, codebook_KE as tf.Tensor2D); // of two axes, as made above
        return decode(tf.reshape(mixed_ME, [count, side, side, codeWidth]), mode);
      }),
    );
}

export type DvaeSample = {
  logits_MK: tf.Tensor2D;
  gumbel_MK: tf.Tensor2D;
  temperature: tf.Scalar;
  sample: DvaeConfig['sample'];
};

/** The sampled shares of the codes, and what is worth a curve about their use. */
export function sampleCodes({ logits_MK, gumbel_MK, temperature, sample }: DvaeSample) {
  const codes = logits_MK.shape[1];
  const shares_MK = gumbelSoftmax(logits_MK, gumbel_MK, { temperature, isHard: sample === 'straightThrough' });
  return {
    shares_MK,
    divergence: evenDivergence(logits_MK),
    perplexity: codePerplexity(tf.argMax<tf.Tensor1D>(logits_MK, 1), codes),
    relaxedPerplexity: perplexity(tf.mean<tf.Tensor1D>(softmax(logits_MK), 0)),
  };
}
