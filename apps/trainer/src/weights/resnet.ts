import { InputError, parseOrExplain, ResnetConfig } from '@assay/contracts';
import { countAfter, findPrefix, type Shapes } from './names';
import { IMAGENET, IS_COUNTER, type Source } from './source';

const MARKER = 'layer1.0.conv1.weight';
/** Heads of training alone: MoCo v3's and SimCLR's projectors stand where the classifier stood. */
const IS_TRAINING_ONLY = /^(fc\.\d+\.|head\.|projector\.|projection_head\.|predictor\.|prototypes\.)/;

const DEPTHS = [
  { depth: 10, blocks: '1,1,1,1', isDeep: false },
  { depth: 18, blocks: '2,2,2,2', isDeep: false },
  { depth: 34, blocks: '3,4,6,3', isDeep: false },
  { depth: 50, blocks: '3,4,6,3', isDeep: true },
  { depth: 101, blocks: '3,4,23,3', isDeep: true },
] as const;

const WORDS: Readonly<Record<ResnetConfig['attention'], (name: string) => string>> = {
  none: (name) => name,
  squeezeExcite: (name) => `se${name}`,
  cbam: (name) => `${name} with CBAM`,
};

/**
 * A residual network by torchvision's names, which timm, DINO and MoCo v3 share; undefined for anything else.
 *
 * @throws InputError for one of a depth that there is not
 */
export function recogniseResnet(shapes: Shapes): Source | undefined {
  const prefix = findPrefix(shapes, MARKER);
  if (prefix === undefined) return undefined;
  const sizeOf = (name: string, axis: number): number | undefined => shapes.get(`${prefix}${name}`)?.shape[axis];
  const blocks = [1, 2, 3, 4].map((stage) => countAfter(shapes.keys(), `${prefix}layer${stage}.`)).join();
  const isDeep = shapes.has(`${prefix}layer1.0.conv3.weight`);
  const known = DEPTHS.find((entry) => entry.blocks === blocks && entry.isDeep === isDeep);
  if (!known) {
    throw new InputError({
      where: 'weights',
      found: `a residual network of ${blocks} ${isDeep ? 'bottlenecks' : 'basic blocks'}`,
      fix: `there are ${DEPTHS.map(({ depth }) => `resnet${depth}`).join(', ')}`,
    });
  }
  const kernel = sizeOf('conv1.weight', 2);
  const width = sizeOf('bn1.weight', 0) ?? 0;
  // Before a network is built: a few names must not ask for one that the file could never fill.
  if (sizeOf('layer4.0.conv2.weight', 1) !== 8 * width || sizeOf('layer4.0.conv2.weight', 0) !== 8 * width) {
    const found = `a residual network of ${width} channels whose layer4.0.conv2.weight is no ${8 * width} by ${8 * width}`;
    throw new InputError({ where: 'weights', found, fix: 'give the whole file of a plain residual network' });
  }
  const stem = kernel === 3 ? 'small' : 'imagenet';
  const attention = attentionOf(shapes, prefix);
  const facts = { kind: 'resnet', depth: known.depth, width, stem, attention };
  const backbone = parseOrExplain(ResnetConfig, facts, 'weights');
  const channels = sizeOf('conv1.weight', 1) === 1 ? 1 : 3;
  return {
    words: `${WORDS[attention](`resnet${known.depth}`)}${prefix === '' ? '' : ` under "${prefix}"`}`,
    backbone,
    input: { size: kernel === 3 ? 32 : 224, channels, resize: 'centre-crop', ...inputStatistics(channels) },
    rename: (name) => {
      if (!name.startsWith(prefix)) return isSecondNetwork(name) ? null : undefined;
      const own = name.slice(prefix.length);
      if (IS_COUNTER.test(own) || IS_TRAINING_ONLY.test(own)) return null;
      return own === 'fc.weight' || own === 'fc.bias' ? own.replace('fc.', 'head.') : own;
    },
  };
}

/**
 * What weighs the results of its blocks, by timm's names. The networks that timm calls `legacy_seresnet*` have another
 * stem, and are not ours.
 *
 * @throws InputError for one of those
 */
function attentionOf(shapes: Shapes, prefix: string): ResnetConfig['attention'] {
  const has = (name: string) => shapes.has(`${prefix}layer1.0.${name}.weight`);
  if (has('se_module.fc1')) {
    const found = `${prefix}layer1.0.se_module.fc1.weight, as in timm's legacy_seresnet`;
    throw new InputError({ where: 'weights', found, fix: "give timm's seresnet18, 34, 50 or 101: their stem is ours" });
  }
  if (has('se.channel.fc1')) return 'cbam';
  return has('se.fc1') ? 'squeezeExcite' : 'none';
}

/** ImageNet's, of grey pictures the mean over the colours. */
export function inputStatistics(channels: 1 | 3): { mean: number[]; std: number[] } {
  if (channels === 3) return { mean: [...IMAGENET.mean], std: [...IMAGENET.std] };
  const average = (values: readonly number[]): number[] => [values.reduce((sum, value) => sum + value, 0) / 3];
  return { mean: average(IMAGENET.mean), std: average(IMAGENET.std) };
}

/** Of a self-supervised checkpoint beside its network: the averaged one, heads, the queue. */
export function isSecondNetwork(name: string): boolean {
  return /(^|\.)(momentum_encoder|encoder_k|student|ema|head|predictor|projector|prototypes|queue|queue_ptr)(\.|$)/.test(
    name,
  );
}
