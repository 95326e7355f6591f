import { block, type tf } from '@assay/engine';
import type { Backbone } from '../backbones/backbone';
import { createMlp, type MlpOptions } from '../heads/mlp';
import type { Mode } from '../layers/mode';
import { createScope, disposeParameters, type Parameter } from '../layers/parameters';
import type { Rng } from '../rng';

/** A backbone and a projector behind it: what the joint-embedding methods call an encoder. */
export interface Encoder {
  /** The backbone's, then the projector's. */
  readonly parameters: readonly Parameter[];
  /** The projector's alone. */
  readonly projector: readonly Parameter[];
  /** [N, H, W, C] to embeddings [N, D]. */
  embed(x_NHWC: tf.Tensor4D, mode: Mode): tf.Tensor2D;
  /** Of the projector alone. */
  disposeProjector(): void;
}

/** @param widths of the projector's layers after the backbone's features */
export function createEncoder(
  backbone: Backbone,
  { widths, rng, ...options }: MlpOptions & { widths: readonly number[]; rng: Rng },
): Encoder {
  const scope = createScope({ rng });
  const project = createMlp(scope.child('projector'), [backbone.featureDimension, ...widths], options);
  return {
    parameters: [...backbone.parameters, ...scope.parameters],
    projector: scope.parameters,
    embed: (x_NHWC, mode) => {
      const features_NF = backbone.features(x_NHWC, mode);
      return block('projector', () => project(features_NF, mode));
    },
    disposeProjector: () => disposeParameters(scope.parameters),
  };
}
