import { InputError } from '@assay/contracts';
import type { WeightsArray, WeightsFile } from '@assay/engine/weights';
import type { Hints } from './source';

/** Parts of a block of Keras's EfficientNet by timm's names; the first stage, without the widening layer, counts otherwise. */
const INSIDE: Readonly<Record<string, readonly [string, string]>> = {
  expand_conv: ['conv_pw', ''],
  expand_bn: ['bn1', ''],
  dwconv: ['conv_dw', 'conv_dw'],
  bn: ['bn2', 'bn1'],
  se_reduce: ['se.conv_reduce', 'se.conv_reduce'],
  se_expand: ['se.conv_expand', 'se.conv_expand'],
  project_conv: ['conv_pwl', 'conv_pw'],
  project_bn: ['bn3', 'bn2'],
};
const OUTSIDE: Readonly<Record<string, string>> = {
  stem_conv: 'conv_stem',
  stem_bn: 'bn1',
  top_conv: 'conv_head',
  top_bn: 'bn2',
  predictions: 'classifier',
};
/** Keras numbers the layers that have no name of their own, over all networks that a program makes. */
const IS_PREPROCESSING = /^(normalization|rescaling)(_\d+)?\//;

const VARIABLES: Readonly<Record<string, string>> = {
  kernel: 'weight',
  depthwise_kernel: 'weight',
  gamma: 'weight',
  bias: 'bias',
  beta: 'bias',
  moving_mean: 'running_mean',
  moving_variance: 'running_var',
};

/**
 * A file of Keras applications in timm's names and PyTorch's layout, and what it says about its pictures. EfficientNet B0 to
 * B4 are the networks that both sides compute alike; other files are passed on as they are.
 *
 * @throws InputError for Keras's ResNet, which is another network than torchvision's
 */
export function fromKeras(file: WeightsFile, path: string): { tensors: WeightsFile['tensors']; hints: Hints } {
  const { format, tensors } = file;
  if (format !== 'keras') return { tensors, hints: {} };
  if ([...tensors.keys()].some((name) => name.startsWith('conv2_block1_1_conv/'))) {
    throw new InputError({
      where: path,
      found:
        "Keras's ResNet halves the picture in the first convolution of a block, torchvision's and ours in the second",
      fix: "take torchvision's or timm's weights of it",
    });
  }
  if (!tensors.has('stem_conv/kernel')) return { tensors, hints: {} };
  const converted = new Map<string, WeightsArray>();
  for (const [name, tensor] of tensors) {
    if (IS_PREPROCESSING.test(name)) continue;
    const [layer = '', variable = ''] = name.split('/');
    const own = ownName(layer, variable);
    converted.set(own ?? name, own === undefined ? tensor : transposed(tensor, variable, layer));
  }
  return { tensors: converted, hints: { ...statisticsOf(tensors), backbone: variantOf(tensors) } };
}

function ownName(layer: string, variable: string): string | undefined {
  const end = VARIABLES[variable];
  if (end === undefined) return undefined;
  if (OUTSIDE[layer]) return `${OUTSIDE[layer]}.${end}`;
  const [, stage = '', letter = '', part = ''] = /^block(\d)([a-z])_(.+)$/.exec(layer) ?? [];
  const inside = INSIDE[part];
  if (!inside) return undefined;
  const place = letter.charCodeAt(0) - 'a'.charCodeAt(0);
  return `blocks.${Number(stage) - 1}.${place}.${inside[stage === '1' ? 1 : 0]}.${end}`;
}

/** Kernels from H x W x I x O, of a depthwise one H x W x C x 1, of a matrix I x O. */
function transposed(tensor: WeightsArray, variable: string, layer: string): WeightsArray {
  const { shape } = tensor;
  if (shape.length === 4) {
    const isDepthwise = layer.endsWith('dwconv') || variable === 'depthwise_kernel';
    return permuted(tensor, isDepthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]);
  }
  return shape.length === 2 ? permuted(tensor, [1, 0]) : tensor;
}

function permuted({ shape, data }: WeightsArray, order: readonly number[]): WeightsArray {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, side) => product * side, 1));
  const to = order.map((axis) => shape[axis] ?? 0);
  const steps = order.map((axis) => strides[axis] ?? 0);
  const result = new Float32Array(data.length);
  const place = to.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    result[i] = data[place.reduce((at, index, axis) => at + index * (steps[axis] ?? 0), 0)] ?? 0;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      place[axis] = (place[axis] ?? 0) + 1;
      if ((place[axis] ?? 0) < (to[axis] ?? 0)) break;
      place[axis] = 0;
    }
  }
  return { shape: to, data: result };
}

/**
 * The normalisation that is a layer of Keras's network, after its division by 255. Published weights hold ImageNet's
 * standard deviations as if they were variances, which a later layer corrects (`efficientnet.py` of keras.applications);
 * a network that was never adapted has mean 0 and variance 1.
 */
function statisticsOf(tensors: ReadonlyMap<string, WeightsArray>): Hints {
  const [mean, variance] = ['mean', 'variance'].map((end) => {
    const name = [...tensors.keys()].find((key) => IS_PREPROCESSING.test(key) && key.endsWith(`/${end}`));
    return name === undefined ? undefined : tensors.get(name);
  });
  if (!mean || !variance || mean.data.length !== 3 || variance.data.length !== 3) return {};
  const isPublished = Math.abs((variance.data[0] ?? 0) - 0.229) < 1e-3;
  return {
    mean: Array.from(mean.data, rounded),
    std: Array.from(variance.data, (value) => rounded(isPublished ? value : Math.sqrt(value))),
  };
}

/** Without the digits that float32 adds. */
function rounded(value: number): number {
  return Number(value.toPrecision(7));
}

function variantOf(tensors: ReadonlyMap<string, WeightsArray>): string {
  const width = tensors.get('top_conv/kernel')?.shape[3];
  const isDeeper = tensors.has('block1b_dwconv/kernel') || tensors.has('block1b_dwconv/depthwise_kernel');
  const variant = { 1280: isDeeper ? 'b1' : 'b0', 1408: 'b2', 1536: 'b3', 1792: 'b4' }[width ?? 0] ?? 'b0';
  return `tf_efficientnet_${variant}`;
}
