import type { ModuleConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import type { Mode } from '../layers/mode';
import { createScope, disposeParameters, type Scope } from '../layers/parameters';
import type { Backbone, BackboneInput } from './backbone';

/** What a user's own network gives; results of its functions belong to the caller. */
export interface Network {
  /** Width D of the features. */
  readonly featureDimension: number;
  /** Maps [N, H, W, C], the coarse ones last; one at least. */
  stages(x_NHWC: tf.Tensor4D, mode: Mode): tf.Tensor4D[];
  /** [N, D]; when it is missing, the mean over the places of the last map. */
  features?(x_NHWC: tf.Tensor4D, mode: Mode): tf.Tensor2D;
}

export type NetworkInput = Pick<BackboneInput, 'inputSize' | 'channels'> & {
  /** Whether blocks made with `createPart` shall run again for their gradient. */
  recompute: boolean;
  /** `backbone.options` of the config, unread so far. */
  options: Readonly<Record<string, unknown>>;
};

/**
 * What a user's file exports as `createNetwork`: makes its parameters in `scope`, which draws their first values from the
 * run's seed. It must give the same network every time.
 */
export type CreateNetwork = (scope: Scope, input: NetworkInput) => Network;

/** Loaded files by the digest of their bytes. One process executes one version of a file, so nothing is ever replaced. */
const loaded = new Map<string, CreateNetwork>();

/** Makes a file's network known; whoever executes the file does so before a backbone of it is asked for. */
export function provideNetwork(digest: string, createNetwork: CreateNetwork): void {
  loaded.set(digest, createNetwork);
}

/** @throws Error when the file was not loaded, or what it gives is no network */
export function createModuleBackbone(config: ModuleConfig, input: BackboneInput): Backbone {
  const createNetwork = loaded.get(config.digest ?? '');
  if (!createNetwork) throw new Error(`${config.file} was not loaded`);
  const { inputSize, channels, rng, recompute = false } = input;
  const scope = createScope({ rng });
  const network = createNetwork(scope, { inputSize, channels, recompute, options: config.options });
  const backbone: Backbone = {
    kind: 'module',
    parameters: scope.parameters,
    featureDimension: network.featureDimension,
    features: (x_NHWC, mode) =>
      tf.tidy(() => network.features?.(x_NHWC, mode) ?? meanOfLast(network.stages(x_NHWC, mode))),
    stages: (x_NHWC, mode) => tf.tidy(() => network.stages(x_NHWC, mode)),
    dispose: () => disposeParameters(scope.parameters),
  };
  try {
    requireShapes(backbone, input, config.file);
  } catch (error) {
    backbone.dispose();
    throw error;
  }
  return backbone;
}

function meanOfLast(maps: readonly tf.Tensor4D[]): tf.Tensor2D {
  const last = maps.at(-1);
  if (!last) throw new Error('stages gave no map');
  return tf.mean(last, [1, 2]);
}

/** One pass over two empty pictures: a wrong shape is told here, and not from the depth of a compiled step. */
function requireShapes(backbone: Backbone, { inputSize, channels }: BackboneInput, file: string): void {
  if (backbone.parameters.length === 0) throw new Error(`${file} made no parameters in its scope`);
  tf.tidy(() => {
    const x_NHWC = tf.zeros<tf.Rank.R4>([2, inputSize, inputSize, channels]);
    const features_ND = backbone.features(x_NHWC, { training: false });
    const wanted = [2, backbone.featureDimension];
    if (String(features_ND.shape) !== String(wanted)) {
      throw new Error(`${file}: features of 2 pictures are [${features_ND.shape}], not [${wanted}]`);
    }
    for (const map of backbone.stages(x_NHWC, { training: false })) {
      if (map.rank !== 4) throw new Error(`${file}: a map is [${map.shape}], not [N, H, W, C]`);
    }
  });
}
