import { InputError, type WeightsInput } from '@assay/contracts';
import { fit, type Pixels, withChannels } from '@assay/data';
import { tf } from '@assay/engine';
import { collectRows, createEvaluationProgram, type PixelBatch, type Rows } from '@assay/ssl-core';
import { loadNetwork } from '../backbones/loadNetwork';
import { readPicture } from '../tasks/readPicture';
import type { TensorFile } from '../tasks/tensorFile';
import { type NetworkFacts, openNetwork, type WeightedNetwork } from './network';

/** Pictures from which on compiling costs less than it saves. */
const COMPILED_FROM = 65;
const COMPILED_BATCH = 32;
const EXECUTED_BATCH = 8;

export type FeatureRequest = NetworkFacts & {
  tensors: TensorFile;
  missing: readonly string[];
  paths: readonly string[];
  /** `pool`, `logits`, or a stage: `layer1` to `layer4` of a ResNet, `stage1` … of the others. */
  layer: string;
  /** Called after each batch. */
  onProgress?: (done: number, total: number) => void;
};

/**
 * Frozen features of pictures, a row each in their order: [N, D] of `pool`, [N, C] of `logits`, [N, C, H, W] of a stage, in
 * PyTorch's order of axes.
 *
 * @throws InputError naming a picture that cannot be read, or a layer that there is not
 */
export async function computeFeatures(request: FeatureRequest): Promise<{ shape: number[]; data: Float32Array }> {
  const { tensors, missing, paths, layer, input } = request;
  await loadNetwork(request.backbone);
  const network = openNetwork(request, tensors.group('model'), missing);
  try {
    const compute = layerOf(network, layer);
    const isCompiled = paths.length >= COMPILED_FROM;
    const batchSize = isCompiled ? COMPILED_BATCH : Math.min(EXECUTED_BATCH, paths.length);
    const parameters = [...network.backbone.parameters, ...(network.head?.parameters ?? [])];
    const program = createEvaluationProgram(
      { rows: { input: { ...input }, side: input.size, batchSize, compute } },
      {
        engine: isCompiled ? 'compiled' : 'eager',
        precision: 'float32',
        variables: parameters.map(({ variable }) => variable),
      },
    );
    try {
      return shaped(await collectRows(program, 'rows', batches(request, batchSize)));
    } finally {
      program.close();
    }
  } finally {
    network.dispose();
  }
}

type Compute = (x_NHWC: tf.Tensor4D) => tf.Tensor;

/** @throws InputError for one that the network does not have */
function layerOf({ backbone, head }: WeightedNetwork, layer: string): Compute {
  const mode = { training: false };
  if (layer === 'pool') return (x_NHWC) => backbone.features(x_NHWC, mode);
  if (layer === 'logits') {
    if (!head) throw new InputError({ where: '--layer', found: 'these weights have no classifier', fix: 'take pool' });
    return (x_NHWC) => head.logits(backbone.features(x_NHWC, mode), mode);
  }
  const stages = { resnet: 4, vit: 1, efficientnet: 4 }[backbone.kind as string] ?? 0; // a user's own network has no names
  const word = backbone.kind === 'resnet' ? 'layer' : 'stage';
  const names = Array.from({ length: stages }, (_, i) => `${word}${i + 1}`);
  const place = names.indexOf(layer);
  if (place < 0)
    throw new InputError({ where: '--layer', found: `"${layer}"`, fix: ['pool, logits', ...names].join(', ') });
  return (x_NHWC) => {
    const map = backbone.stages(x_NHWC, mode)[place];
    if (!map) throw new Error(`no stage ${place}`);
    return tf.transpose(map, [0, 3, 1, 2]);
  };
}

async function* batches({ paths, input, onProgress }: FeatureRequest, batchSize: number): AsyncGenerator<PixelBatch> {
  for (let start = 0; start < paths.length; start += batchSize) {
    const asked = paths.slice(start, start + batchSize);
    const pictures = await Promise.all(asked.map(async (path) => prepared(await readPicture(path), input).data));
    yield { pixels: Buffer.concat(pictures), indices: asked };
    onProgress?.(start + asked.length, paths.length);
  }
}

/** A picture at the input size is used as it is. */
function prepared(picture: Pixels, { size, channels, resize }: WeightsInput): Pixels {
  return fit(withChannels(picture, channels), size, resize);
}

function shaped({ values, count, shape }: Rows): { shape: number[]; data: Float32Array } {
  return { shape: [count, ...shape], data: values };
}
