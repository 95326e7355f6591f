import type { TokenizerConfig } from '@assay/contracts';
import { normalise, tf } from '@assay/engine';
import type { VitBackbone } from '../backbones/vit';
import { CODEBOOK_RATES, createCodebook } from '../heads/vqKd';
import { createScope, disposeParameters } from '../layers/parameters';
import { asFrozen, openTeacher } from './frozenTeacher';
import type { Tokenizer, TokenizerInput } from './tokenizer';

/**
 * Visual words: a patch's code is the cluster of what a frozen teacher sees there. Gidaris et al. 2020, "BoWNet", arXiv
 * 2002.12247 (section 3.1), and for speech HuBERT (Hsu et al. 2021, arXiv 2106.07447). They cluster by k-means beforehand;
 * here the codes are directions that follow the batches by VQ-KD's rule, so that no pass over the pictures comes before.
 *
 * @throws Error when the teacher was not handed over, or takes other channels
 */
export function createVisualWords(
  { codes, decay }: Extract<TokenizerConfig, { kind: 'words' }>,
  vit: VitBackbone,
  input: TokenizerInput,
): Tokenizer {
  const rng = input.rng.fork('tokenizer');
  const teacher = openTeacher({ ...input, rng }, 'beit');
  const scope = createScope({ rng });
  const codebook = createCodebook(scope, { codes, codeWidth: teacher.channels, decay, revive: 0 });
  return {
    codes,
    parameters: asFrozen([...teacher.network.parameters, ...scope.parameters], 'tokenizer'),
    rates: CODEBOOK_RATES,
    encode: (x_NHWC, { isFirst } = {}) =>
      tf.tidy(() => {
        if (!isFirst) throw new Error('beit: visual words need a rate');
        const z_MF = normalise(teacher.featuresOf(x_NHWC, vit.grid));
        const quantised = codebook.quantise(z_MF, isFirst as tf.Scalar); // a rate
        codebook.follow(z_MF, quantised);
        return quantised.codes_M;
      }),
    dispose() {
      teacher.network.dispose();
      disposeParameters(scope.parameters);
    },
  };
}
