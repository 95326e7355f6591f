import { BackboneConfig, EFFICIENT_NET_VARIANTS, parseOrExplain } from '@assay/contracts';

/** The vision transformers of arXiv 2010.11929 and 2012.12877 by size, as timm names them. */
const VIT_SIZES = {
  tiny: { width: 192, depth: 12, heads: 3 },
  small: { width: 384, depth: 12, heads: 6 },
  base: { width: 768, depth: 12, heads: 12 },
} as const;

const RESNET_DEPTHS = [10, 18, 34, 50, 101] as const;

/** What each name stands for; of the vision transformers any patch may be named. */
const PRESETS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...RESNET_DEPTHS.flatMap((depth): [string, unknown][] => [
    [`resnet${depth}`, { kind: 'resnet', depth }],
    [`seresnet${depth}`, { kind: 'resnet', depth, attention: 'squeezeExcite' }],
    [`cbamresnet${depth}`, { kind: 'resnet', depth, attention: 'cbam' }],
  ]),
  // For pictures of a few dozen pixels.
  ...([10, 18] as const).map((depth): [string, unknown] => [
    `resnet${depth}_small`,
    { kind: 'resnet', depth, stem: 'small' },
  ]),
  ...Object.entries(VIT_SIZES).map(([size, shape]): [string, unknown] => [
    `vit_${size}_patch16`,
    { kind: 'vit', patch: 16, ...shape },
  ]),
  ...EFFICIENT_NET_VARIANTS.flatMap((variant): [string, unknown][] => [
    [`efficientnet_${variant}`, { kind: 'efficientnet', variant }],
    [`tf_efficientnet_${variant}`, { kind: 'efficientnet', variant, convention: 'tensorflow' }],
  ]),
]);

export const PRESET_NAMES: readonly string[] = [...PRESETS.keys()];

/** The backbone that a name stands for; undefined for no name of ours. @throws InputError for a patch that there cannot be */
export function findPreset(name: string): BackboneConfig | undefined {
  const [, size, patch] = /^vit_(tiny|small|base)(?:_patch(\d+))?$/.exec(name) ?? [];
  const known = PRESETS.get(size === undefined ? name : `vit_${size}_patch16`);
  if (known === undefined) return undefined;
  return parseOrExplain(BackboneConfig, patch === undefined ? known : { ...Object(known), patch: Number(patch) }, name);
}
