import { EfficientNetConfig, InputError } from '@assay/contracts';
import { countAfter, findPrefix, type Shapes } from './names';
import { inputStatistics, isSecondNetwork } from './resnet';
import { type Hints, IS_COUNTER, type Source } from './source';

type Variant = EfficientNetConfig['variant'];

/** What tells the variants apart: channels before the classifier and the blocks of each stage (arXiv 1905.11946). */
const VARIANTS: { variant: Variant; head: number; blocks: readonly number[]; size: number }[] = [
  { variant: 'b0', head: 1280, blocks: [1, 2, 2, 3, 3, 4, 1], size: 224 },
  { variant: 'b1', head: 1280, blocks: [2, 3, 3, 4, 4, 5, 2], size: 240 },
  { variant: 'b2', head: 1408, blocks: [2, 3, 3, 4, 4, 5, 2], size: 260 },
  { variant: 'b3', head: 1536, blocks: [2, 3, 3, 5, 5, 6, 2], size: 300 },
  { variant: 'b4', head: 1792, blocks: [2, 4, 4, 6, 6, 8, 2], size: 380 },
];

/** Value - 127 over 128, in units of 0 to 1: the Lite networks were trained so. */
const LITE_STATISTICS = { mean: [127 / 255, 127 / 255, 127 / 255], std: [128 / 255, 128 / 255, 128 / 255] };

/**
 * An EfficientNet by timm's names, or by those of efficientnet-pytorch and efficientnet-lite-pytorch (`_blocks.0.…`);
 * undefined for anything else.
 *
 * @throws InputError for a variant that there is not, and where the names alone do not say how it pads
 */
export function recogniseEfficientNet(shapes: Shapes, hints: Hints = {}): Source | undefined {
  const flat = findPrefix(shapes, '_conv_stem.weight');
  if (flat !== undefined) return flatSource(shapes, flat);
  const prefix = findPrefix(shapes, 'conv_stem.weight');
  if (prefix === undefined) return undefined;
  const counts = [0, 1, 2, 3, 4, 5, 6].map((stage) => countAfter(shapes.keys(), `${prefix}blocks.${stage}.`));
  const isLite = !shapes.has(`${prefix}blocks.0.0.se.conv_reduce.weight`);
  const found = variantOf({ head: headOf(shapes, `${prefix}conv_head.weight`), counts, isLite });
  return {
    ...describe(found, conventionOf(hints, found.variant), channelsOf(shapes, `${prefix}conv_stem.weight`)),
    rename: (name) => {
      if (!name.startsWith(prefix)) return isSecondNetwork(name) ? null : undefined;
      const own = name.slice(prefix.length);
      if (IS_COUNTER.test(own)) return null;
      return own.replace(/^classifier\.(weight|bias)$/, 'head.$1');
    },
  };
}

/** The packages of the `_blocks` names count the blocks through; they compute as TensorFlow does. */
function flatSource(shapes: Shapes, prefix: string): Source {
  const count = countAfter(shapes.keys(), `${prefix}_blocks.`);
  const isLite = !shapes.has(`${prefix}_blocks.0._se_reduce.weight`);
  const head = headOf(shapes, `${prefix}_conv_head.weight`);
  const found = variantOf({ head, isLite, count });
  return {
    ...describe(found, 'tensorflow', channelsOf(shapes, `${prefix}_conv_stem.weight`)),
    rename: (name) => {
      if (!name.startsWith(prefix)) return isSecondNetwork(name) ? null : undefined;
      const own = name.slice(prefix.length);
      return IS_COUNTER.test(own) ? null : fromFlatName(own, found.blocks);
    },
  };
}

type Found = { variant: Variant; blocks: readonly number[]; size: number };

function variantOf(facts: { head: number; isLite: boolean; counts?: readonly number[]; count?: number }): Found {
  const { head, isLite, counts, count } = facts;
  const known = VARIANTS.find(({ head: wanted, blocks }) => {
    const all = blocks.reduce((sum, each) => sum + each, 0);
    return wanted === head && (counts ? String(counts) === String(blocks) : count === all);
  });
  if (known && (!isLite || known.variant === 'b0')) return isLite ? { ...known, variant: 'lite0' } : known;
  throw new InputError({
    where: 'weights',
    found: `an EfficientNet of ${counts ? `${counts} blocks` : `${count} blocks`} and ${head} features`,
    fix: `there are b0 to b4 and lite0`,
  });
}

function conventionOf({ backbone }: Hints, variant: Variant): EfficientNetConfig['convention'] {
  if (backbone !== undefined) return backbone.startsWith('tf_') ? 'tensorflow' : 'pytorch';
  throw new InputError({
    where: '--backbone',
    found: `efficientnet_${variant} and tf_efficientnet_${variant} have the same names and shapes but pad differently`,
    fix: 'say which one the file is',
  });
}

function describe({ variant, size }: Found, convention: EfficientNetConfig['convention'], channels: 1 | 3) {
  const statistics = variant === 'lite0' && channels === 3 ? LITE_STATISTICS : inputStatistics(channels);
  return {
    words: `efficientnet-${variant}, padded as ${convention === 'tensorflow' ? 'TensorFlow' : 'PyTorch'} does`,
    backbone: EfficientNetConfig.parse({ kind: 'efficientnet', variant, convention }),
    input: { size, channels, resize: 'centre-crop' as const, ...statistics },
  };
}

const TOP: Readonly<Record<string, string>> = {
  _conv_stem: 'conv_stem',
  _bn0: 'bn1',
  _conv_head: 'conv_head',
  _bn1: 'bn2',
  _fc: 'head',
};
const INSIDE: Readonly<Record<string, string>> = {
  _expand_conv: 'conv_pw',
  _bn0: 'bn1',
  _depthwise_conv: 'conv_dw',
  _bn1: 'bn2',
  _se_reduce: 'se.conv_reduce',
  _se_expand: 'se.conv_expand',
  _project_conv: 'conv_pwl',
  _bn2: 'bn3',
};
/** A block of expansion 1 lacks the first convolution, and timm numbers the rest from 1. */
const UNEXPANDED: Readonly<Record<string, string>> = {
  ...INSIDE,
  _bn1: 'bn1',
  _project_conv: 'conv_pw',
  _bn2: 'bn2',
};

function fromFlatName(name: string, blocks: readonly number[]): string | undefined {
  const inside = /^_blocks\.(\d+)\.(_[a-z0-9_]+)\.(.+)$/.exec(name);
  if (!inside) {
    const [, part = '', rest = ''] = /^(_[a-z0-9_]+)\.(.+)$/.exec(name) ?? [];
    return TOP[part] && `${TOP[part]}.${rest}`;
  }
  const [, number, part = '', rest = ''] = inside;
  let place = Number(number);
  let stage = 0;
  while (stage < blocks.length && place >= (blocks[stage] ?? 0)) place -= blocks[stage++] ?? 0;
  const own = (stage === 0 ? UNEXPANDED : INSIDE)[part];
  return own && `blocks.${stage}.${place}.${own}.${rest}`;
}

function headOf(shapes: Shapes, name: string): number {
  return shapes.get(name)?.shape[0] ?? 0;
}

function channelsOf(shapes: Shapes, name: string): 1 | 3 {
  return shapes.get(name)?.shape[1] === 1 ? 1 : 3;
}
