import { MaskConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { createBackbone } from '../backbones/backbone';
import { requireVit } from '../backbones/vit';
import { createRng } from '../rng';
import { toTensors } from '../train/feeds';
import { maskDraws, patchGrid, visibleCount } from './draws/masks';
import { hiddenFromNoise, joinPatches, maskFromNoise, maskNoise, paintHidden } from './masking';
import { VIT } from './testing/pretrainings';

const PICTURES = 12;

/** Hidden patches of some pictures, [N][L] of 0 and 1. */
function masksOf(config: object, grid: number, visible: number, patches_NLP?: tf.Tensor3D): number[][] {
  const mask = MaskConfig.parse(config);
  const { noise } = maskDraws(mask, { grid, visible }).draw(createRng(3, 'masks'), PICTURES);
  if (!noise) throw new Error('no noise was drawn');
  return tf.tidy(() => {
    const drawn_NL = toTensors({ noise }).noise as tf.Tensor2D; // as drawn
    const mixed_NL = maskNoise(mask, drawn_NL, patches_NLP ?? tf.zeros([PICTURES, grid * grid, 1]));
    const { mask_NL } = hiddenFromNoise(mixed_NL, visible);
    expect(mask_NL.arraySync()).toEqual(maskFromNoise(mixed_NL, visible).mask_NL.arraySync());
    return mask_NL.arraySync();
  });
}

describe('masks', () => {
  it.each([
    ['random', {}],
    ['random', { unit: 3 }],
    ['block', {}],
    ['grid', {}],
    ['grid', { every: 3 }],
    ['saliency', {}],
    ['saliency', { chance: 0.5 }],
  ])('%s %j hides exactly as many patches as asked, and not the same in each picture', (kind, options) => {
    for (const [grid, ratio] of [
      [7, 0.4],
      [8, 0.75],
      [4, 0.9],
    ] as const) {
      const visible = visibleCount(grid ** 2, ratio);
      const masks = masksOf({ kind, ...options }, grid, visible);
      for (const mask of masks) expect(mask.reduce((sum, value) => sum + value, 0)).toBe(grid ** 2 - visible);
      expect(new Set(masks.map(String)).size).toBeGreaterThan(1);
    }
  });

  it('leaves every k-th patch along both sides where a grid asks for as many', () => {
    const starts = masksOf({ kind: 'grid', every: 2 }, 8, 16).map((mask) => {
      const seen = mask.flatMap((value, patch) => (value === 0 ? [patch] : []));
      const [first = 0] = seen;
      const expected = Array.from({ length: 16 }, (_, i) => first + Math.floor(i / 4) * 16 + (i % 4) * 2);
      expect(seen).toEqual(expected);
      return first;
    });
    expect(new Set(starts)).toEqual(new Set([0, 1, 8, 9]));
  });

  it('hides squares of patches together', () => {
    for (const mask of masksOf({ kind: 'random', unit: 2 }, 8, 24)) {
      for (let unit = 0; unit < 16; unit++) {
        const corner = Math.floor(unit / 4) * 16 + (unit % 4) * 2;
        expect(new Set([0, 1, 8, 9].map((step) => mask[corner + step])).size).toBe(1);
      }
    }
  });

  it('hides what has most contrast first, equal contrasts by chance, and mixes chance in', () => {
    const grid = 4;
    // Patch l has contrast l, but the first four have none at all.
    const patches_NLP = tf.tidy(() => {
      const strength = tf.relu(tf.sub(tf.range(0, 16), 3));
      const one_LP = tf.mul(tf.expandDims(strength, 1), tf.tensor2d([[-1, 1]]));
      return tf.tile<tf.Tensor3D>(tf.expandDims(tf.add(one_LP, 5), 0), [PICTURES, 1, 1]);
    });
    for (const mask of masksOf({ kind: 'saliency' }, grid, 10, patches_NLP)) {
      expect(mask).toEqual(Array.from({ length: 16 }, (_, patch) => (patch >= 10 ? 1 : 0)));
    }
    const few = masksOf({ kind: 'saliency' }, grid, 2, patches_NLP);
    for (const mask of few) expect(mask.slice(4)).toEqual(new Array(12).fill(1));
    expect(new Set(few.map(String)).size).toBeGreaterThan(1);
    const mixed = masksOf({ kind: 'saliency', chance: 0.5 }, grid, 10, patches_NLP);
    const share = (mask: number[], from: number) => mask.slice(from, from + 6).reduce((sum, value) => sum + value, 0);
    const total = (from: number) => mixed.reduce((sum, mask) => sum + share(mask, from), 0);
    expect(total(10)).toBeGreaterThan(total(0));
    expect(total(0)).toBeGreaterThan(0);
    const drawn = masksOf({ kind: 'saliency', chance: 1 }, grid, 10, patches_NLP);
    expect(drawn).toEqual(masksOf({ kind: 'random' }, grid, 10));
    patches_NLP.dispose();
  });

  it('puts patches together again, and something else where they are hidden', () => {
    const vit = requireVit(createBackbone(VIT, { inputSize: 8, channels: 3, rng: createRng(1) }), 'test');
    tf.tidy(() => {
      const x_NHWC = tf.reshape<tf.Rank.R4>(tf.range(0, 2 * 8 * 8 * 3), [2, 8, 8, 3]);
      const patches_NLP = vit.patches(x_NHWC);
      expect(joinPatches(patches_NLP, vit).arraySync()).toEqual(x_NHWC.arraySync());
      const mask_NL = tf.tensor2d([
        [0, 1, 0, 0],
        [0, 0, 0, 0],
      ]);
      const painted = joinPatches(paintHidden(patches_NLP, -1, mask_NL), vit).arraySync();
      const truth = x_NHWC.arraySync();
      expect(painted[1]).toEqual(truth[1]);
      expect(painted[0]?.[0]?.slice(0, 4)).toEqual(truth[0]?.[0]?.slice(0, 4));
      expect(painted[0]?.[0]?.slice(4)).toEqual(new Array(4).fill([-1, -1, -1]));
    });
    vit.dispose();
  });

  it('refuses networks without patches, by the name of who asks', () => {
    expect(() => patchGrid({ kind: 'resnet' }, 64, 'simmim')).toThrow(/simmim: needs a vit/);
    expect(patchGrid({ kind: 'vit', patch: 8 }, 64, 'beit')).toBe(8);
    expect(() => visibleCount(4, 0.9, 'beit')).toThrow(/beit: a mask ratio of 0.9 leaves 0 of 4/);
  });
});
