import type { ResnetConfig } from '@assay/contracts';
import { block, maxPool, relu, tf } from '@assay/engine';
import { type BasicBlock, createBasicBlock } from '../layers/basicBlock';
import { createBatchNorm } from '../layers/batchNorm';
import { BOTTLENECK_EXPANSION, createBottleneckBlock } from '../layers/bottleneckBlock';
import { createConv } from '../layers/conv';
import type { Mode } from '../layers/mode';
import { createScope, disposeParameters, type Scope } from '../layers/parameters';
import { createPart } from '../layers/part';
import type { Backbone, BackboneInput } from './backbone';
import { coarsest } from './coarsest';

/** Channels of each stage over the first one's. */
const WIDENING = [1, 2, 4, 8];

/** Blocks of each stage (arXiv 1512.03385, table 1; 10 is not in it). */
const BLOCKS = {
  10: [1, 1, 1, 1],
  18: [2, 2, 2, 2],
  34: [3, 4, 6, 3],
  50: [3, 4, 6, 3],
  101: [3, 4, 23, 3],
} as const satisfies { [Depth in ResnetConfig['depth']]: readonly number[] };

/**
 * Residual network (arXiv 1512.03385), equal to torchvision's `resnet18`, `34`, `50` and `101` without `fc`: same names,
 * same start. Basic blocks up to depth 34, bottlenecks from 50 on; depth 10 has one block a stage. The `small` stem (3 x
 * 3, stride 1, no pooling) keeps pictures of a few dozen pixels from vanishing; SimCLR uses it for CIFAR (arXiv
 * 2002.05709, appendix B.9). With `attention` each block weighs its result before the way around is added; squeeze-and-excitation
 * is timm's `seresnet18`, `34`, `50` and `101`, and CBAM what timm's ResNet makes with `attn_layer='cbam'`.
 */
export function createResnet(
  config: ResnetConfig,
  { channels, rng, recompute = false }: Omit<BackboneInput, 'inputSize'>,
): Backbone {
  const scope = createScope({ rng });
  const stem = createStem(scope, config, channels);
  const layers = WIDENING.map((factor, index) => createStage(scope, config, { index, factor, recompute }));

  const run = (x_NHWC: tf.Tensor4D, mode: Mode): tf.Tensor4D[] => {
    const maps: tf.Tensor4D[] = [];
    let map = block('stem', () => stem(x_NHWC, mode));
    for (const blocks of layers) {
      for (const run of blocks) map = run(map, mode);
      maps.push(map);
    }
    return maps;
  };

  return {
    kind: 'resnet',
    parameters: scope.parameters,
    featureDimension: outputsOf(config, WIDENING.at(-1) ?? 1),
    features: (x_NHWC, mode) => tf.tidy(() => tf.mean<tf.Tensor2D>(coarsest(run(x_NHWC, mode)), [1, 2])),
    stages: (x_NHWC, mode) => tf.tidy(() => run(x_NHWC, mode)),
    dispose: () => disposeParameters(scope.parameters),
  };
}

function createStem(scope: Scope, { stem, width }: ResnetConfig, channels: number): BasicBlock {
  const isLarge = stem === 'imagenet';
  const size = isLarge ? { kernel: 7, stride: 2 } : { kernel: 3, stride: 1 };
  const conv = createConv(scope.child('conv1'), { ...size, inputs: channels, outputs: width });
  const norm = createBatchNorm(scope.child('bn1'), width);
  return (x_NHWC, mode) => {
    const map = relu(norm(conv(x_NHWC), mode));
    return isLarge ? maxPool(map, 3, { stride: 2, padding: 1 }) : map;
  };
}

type Stage = { index: number; factor: number; recompute: boolean };

function createStage(scope: Scope, config: ResnetConfig, { index, factor, recompute }: Stage): BasicBlock[] {
  const width = config.width * factor;
  const outputs = outputsOf(config, factor);
  const before = WIDENING[index - 1];
  const inputs = before === undefined ? config.width : outputsOf(config, before);
  return Array.from({ length: BLOCKS[config.depth][index] ?? 0 }, (_, place) => {
    const isFirst = place === 0;
    const { attention } = config;
    const shape = { inputs: isFirst ? inputs : outputs, stride: isFirst && index > 0 ? 2 : 1, attention };
    const part = { name: `layer${index + 1}.${place}`, isRecomputed: recompute };
    return createPart<tf.Tensor4D, tf.Tensor4D>(scope, part, (inner) =>
      isDeep(config)
        ? createBottleneckBlock(inner, { ...shape, width })
        : createBasicBlock(inner, { ...shape, outputs }),
    );
  });
}

/** Channels of a stage that is `factor` times as wide as the first one. */
function outputsOf(config: ResnetConfig, factor: number): number {
  return config.width * factor * (isDeep(config) ? BOTTLENECK_EXPANSION : 1);
}

function isDeep({ depth }: ResnetConfig): boolean {
  return depth >= 50;
}
