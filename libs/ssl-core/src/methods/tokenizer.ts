import type { TokenizerConfig, TokenizerMethodConfig } from '@assay/contracts';
import { normalise, tf } from '@assay/engine';
import { type Backbone, createBackbone } from '../backbones/backbone';
import { coarsest } from '../backbones/coarsest';
import { requireVit, type VitBackbone } from '../backbones/vit';
import { createCodeLogits } from '../heads/dvae';
import { coarsestSize } from '../heads/mapSide';
import { createCodeSpace } from '../heads/vqKd';
import { type Initialiser, xavierUniform } from '../layers/initialisers';
import { createScope, disposeParameters, importParameters, type Parameter, type Scope } from '../layers/parameters';
import { nearestCodes } from '../losses/vectorQuantise';
import { asSeenBy } from './asSeenBy';
import { asFrozen } from './frozenTeacher';
import type { Method, MethodInput, MethodSource } from './method';
import { createVisualWords } from './visualWords';
import { patchTokens } from './vqKd';

/** Gives each patch of a picture one of K codes; no gradient reaches it. */
export interface Tokenizer {
  /** K. */
  readonly codes: number;
  /** `tokenizer.*`, none of them trainable: they are in checkpoints. */
  readonly parameters: readonly Parameter[];
  /** What the method is to feed at each step besides its own. */
  readonly rates?: Method['rates'];
  /**
   * int32 [N L], each in [0, K).
   *
   * @param inputs the step's, with the rates above
   */
  encode(x_NHWC: tf.Tensor4D, inputs?: Record<string, tf.Tensor>): tf.Tensor1D;
  dispose(): void;
}

export type TokenizerInput = Pick<MethodInput, 'rng' | 'source' | 'inputSize' | 'channels' | 'mean' | 'std'>;

/**
 * The tokenizer that a config names, for the patches of this network.
 *
 * @throws Error when it gives another grid of codes, takes other channels, or its run was not handed over
 */
export function createTokenizer(config: TokenizerConfig, vit: VitBackbone, input: TokenizerInput): Tokenizer {
  if (config.kind === 'random') return createRandomTokenizer(config, vit, input);
  if (config.kind === 'words') return createVisualWords(config, vit, input);
  if (!input.source) throw new Error('beit: the weights of the tokenizer were not handed over');
  return createLearnedTokenizer(input.source, vit, input);
}

/**
 * Random projection and random codes: BEST-RQ (Chiu et al. 2022, arXiv 2202.01855, section 3.1), on patches of pictures.
 * The projection starts as Xavier's, the codes are normal; both stay. A picture is brought to mean 0 and variance 1 before,
 * as the paper's input is.
 *
 * Shapes: N pictures, L patches, P pixel values of a patch, K codes, E their width.
 */
function createRandomTokenizer(
  { codes, codeWidth }: Extract<TokenizerConfig, { kind: 'random' }>,
  vit: VitBackbone,
  { rng }: TokenizerInput,
): Tokenizer {
  const scope = createScope({ rng: rng.fork('tokenizer') });
  const pixels = vit.patch ** 2 * vit.channels;
  const fixed = { isTrainable: false };
  const init: Initialiser = ({ rng }) => Float32Array.from({ length: codes * codeWidth }, () => rng.normal());
  const projection_PE = scope.parameter<tf.Rank.R2>({
    ...fixed,
    name: 'projection',
    shape: [pixels, codeWidth],
    init: xavierUniform,
  });
  const codes_KE = scope.parameter<tf.Rank.R2>({ ...fixed, name: 'codebook', shape: [codes, codeWidth], init });
  return {
    codes,
    parameters: asFrozen(scope.parameters, 'tokenizer'),
    encode: (x_NHWC) =>
      tf.tidy(() => {
        const patches_MP = tf.reshape<tf.Rank.R2>(vit.patches(standardised(x_NHWC)), [-1, pixels]);
        const z_ME = normalise(tf.matMul<tf.Tensor2D>(patches_MP, projection_PE));
        return nearestCodes(z_ME, normalise(codes_KE as tf.Tensor2D));
      }),
    dispose: () => disposeParameters(scope.parameters),
  };
}

function standardised(x_NHWC: tf.Tensor4D): tf.Tensor4D {
  const centred_NHWC = tf.sub<tf.Tensor4D>(x_NHWC, tf.mean(x_NHWC, [1, 2, 3], true));
  const variance_N111 = tf.mean(tf.square(centred_NHWC), [1, 2, 3], true);
  return tf.mul(centred_NHWC, tf.rsqrt(tf.add(variance_N111, 1e-6)));
}

/** A pretraining's: its network with its own input size and normalisation. */
function createLearnedTokenizer(source: MethodSource, vit: VitBackbone, input: TokenizerInput): Tokenizer {
  const { backbone: network, input: seen, method } = source.config;
  if (method?.kind !== 'dvae' && method?.kind !== 'vqKd') {
    throw new Error(
      `beit: a ${method?.kind ?? 'run without a method'} gives no codes; take a dvae or a vqKd as tokenizer`,
    );
  }
  if (seen.channels !== input.channels) {
    throw new Error(
      `beit: the tokenizer sees ${seen.channels} channels, this run has ${input.channels}; use the same input.channels`,
    );
  }
  const rng = input.rng.fork('tokenizer');
  const backbone = createBackbone(network, { inputSize: seen.size, channels: seen.channels, rng });
  const scope = createScope({ rng });
  try {
    const { side, encode } = createEncode(method, { backbone, inputSize: seen.size, channels: seen.channels }, scope);
    if (side !== vit.grid) {
      throw new Error(
        `beit: the tokenizer gives ${side} x ${side} codes, the backbone has ${vit.grid} x ${vit.grid} patches; ` +
          'choose backbone.patch, input.size or the tokenizer so that they agree',
      );
    }
    const parameters = [...backbone.parameters, ...scope.parameters];
    importParameters(parameters, source.weights);
    return {
      codes: method.codes,
      parameters: asFrozen(parameters, 'tokenizer'),
      encode: (x_NHWC) => tf.tidy(() => encode(asSeenBy(seen, x_NHWC, input))),
      dispose: () => disposeParameters(parameters),
    };
  } catch (error) {
    disposeParameters([...backbone.parameters, ...scope.parameters]);
    throw error;
  }
}

/** How the method's network gives codes, and along how many places of a side. */
function createEncode(
  method: TokenizerMethodConfig,
  { backbone, ...size }: { backbone: Backbone; inputSize: number; channels: number },
  scope: Scope,
): { side: number; encode: (x_NHWC: tf.Tensor4D) => tf.Tensor1D } {
  if (method.kind === 'dvae') {
    const { side, channels: inputs } = coarsestSize(backbone, size);
    const logitsOf = createCodeLogits(scope, { inputs, codes: method.codes });
    return { side, encode: (x) => tf.argMax(logitsOf(coarsest(backbone.stages(x, { training: false }))), 1) };
  }
  const vit = requireVit(backbone, 'vqKd');
  const space = createCodeSpace(scope, { ...method, inputs: vit.featureDimension });
  return {
    side: vit.grid,
    encode: (x) =>
      nearestCodes(space.project(patchTokens(vit, x, { training: false })), space.codebook_KE as tf.Tensor2D),
  };
}
