import { InputError, parseOrExplain, VitConfig } from '@assay/contracts';
import { countAfter, findPrefix, type Shapes } from './names';
import { inputStatistics, isSecondNetwork } from './resnet';
import { type Hints, IS_COUNTER, type Source } from './source';

const MARKER = 'blocks.0.attn.qkv.weight';
/** Heads and decoders of self-supervised training: DINO, MoCo v3, MAE. */
const IS_TRAINING_ONLY = /^(head\.(\d|mlp|last_layer)|decoder_|mask_token$|projector\.|predictor\.)/;
/** Values of one head in nearly every vision transformer. */
const HEAD_WIDTH = 64;

/**
 * A vision transformer by timm's names, which DINO, MoCo v3 and MAE share; undefined for anything else.
 *
 * The number of heads is in no tensor: it is the width over 64, but 12 for the narrow one of MoCo v3
 * (https://github.com/facebookresearch/moco-v3, `vits.py`).
 *
 * @throws InputError for one without a class token or with positions that are no square
 */
export function recogniseVit(shapes: Shapes, hints: Hints = {}): Source | undefined {
  const prefix = findPrefix(shapes, MARKER);
  if (prefix === undefined) return undefined;
  const shapeOf = (name: string): readonly number[] => shapes.get(`${prefix}${name}`)?.shape ?? [];
  const width = shapeOf('cls_token')[2];
  const [, channelsInside, patch] = shapeOf('patch_embed.proj.weight');
  const places = (shapeOf('pos_embed')[1] ?? 0) - 1;
  const grid = Math.sqrt(places);
  if (width === undefined || patch === undefined || !Number.isInteger(grid) || grid < 1) {
    throw new InputError({
      where: 'weights',
      found: 'a vision transformer without a class token, a patch embedding or a square of positions',
      fix: "only the plain one is known: timm's vit_*, DINO's, MoCo v3's, MAE's",
    });
  }
  const isMoco = prefix.endsWith('base_encoder.');
  const isMae = [...shapes.keys()].some((name) => name.startsWith(`${prefix}decoder_`));
  const depth = countAfter(shapes.keys(), `${prefix}blocks.`);
  requireBlocks(shapes, { prefix, width, depth });
  const facts = {
    patch,
    width,
    depth,
    heads: headsOf(hints) ?? (isMoco && width === 384 ? 12 : Math.max(1, Math.round(width / HEAD_WIDTH))),
    pool: shapes.has(`${prefix}fc_norm.weight`) ? 'mean' : 'token',
    positions: isMoco || isMae ? 'sincos' : 'learned',
  };
  const backbone = parseOrExplain(VitConfig, { kind: 'vit', ...facts }, 'weights');
  const channels = channelsInside === 1 ? 1 : 3;
  const origin = isMoco ? "MoCo v3's" : isMae ? "MAE's" : "timm's";
  return {
    words: `${origin} vision transformer of ${width} x ${backbone.depth}, patch ${patch}, ${backbone.heads} heads`,
    backbone,
    input: { size: grid * patch, channels, resize: 'centre-crop', ...inputStatistics(channels) },
    rename: (name) => {
      if (!name.startsWith(prefix)) return isSecondNetwork(name) ? null : undefined;
      const own = name.slice(prefix.length);
      return IS_COUNTER.test(own) || IS_TRAINING_ONLY.test(own) ? null : own;
    },
  };
}

/** Before a network is built: a few names must not ask for one that the file could never fill. */
function requireBlocks(
  shapes: Shapes,
  { prefix, width, depth }: { prefix: string; width: number; depth: number },
): void {
  for (let i = 0; i < depth; i++) {
    const name = `${prefix}blocks.${i}.attn.qkv.weight`;
    const shape = shapes.get(name)?.shape;
    if (String(shape) === String([3 * width, width])) continue;
    const found = shape ? `${name} has shape [${shape}], not [${3 * width},${width}]` : `${name} is missing`;
    throw new InputError({ where: 'weights', found, fix: 'give the whole file of a plain vision transformer' });
  }
}

/** Heads of the names that say more than the width does. */
function headsOf({ backbone }: Hints): number | undefined {
  const heads = /heads(\d+)/.exec(backbone ?? '')?.[1];
  return heads === undefined ? undefined : Number(heads);
}
