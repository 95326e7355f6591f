import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { createBackbone } from '../backbones/backbone';
import { sineCosinePositions } from '../backbones/positions';
import { requireVit } from '../backbones/vit';
import { createRng } from '../rng';
import { visibleCount } from './draws/masks';
import { maskFromNoise } from './masking';
import { RESNET, VIT } from './testing/pretrainings';

describe('masking', () => {
  it('keeps the patches with the smallest noise', () => {
    tf.tidy(() => {
      const noise_NL = tf.tensor2d([
        [0.9, 0.1, 0.5, 0.3],
        [0.2, 0.8, 0.7, 0.1],
      ]);
      const { keep_NK, select_NKL, mask_NL } = maskFromNoise(noise_NL, 2);
      expect(keep_NK.arraySync()).toEqual([
        [1, 3],
        [3, 0],
      ]);
      expect(mask_NL.arraySync()).toEqual([
        [1, 0, 1, 0],
        [0, 1, 1, 0],
      ]);
      const patches_NLP = tf.reshape<tf.Rank.R3>(tf.range(0, 24), [2, 4, 3]);
      const picked = tf.matMul(select_NKL, patches_NLP).arraySync();
      const wanted = [
        [
          [3, 4, 5],
          [9, 10, 11],
        ],
        [
          [21, 22, 23],
          [12, 13, 14],
        ],
      ];
      expect(picked).toEqual(wanted);
    });
  });

  it('does not let hidden pixels into the encoder', () => {
    const backbone = requireVit(createBackbone(VIT, { inputSize: 8, channels: 1, rng: createRng(1) }), 'test');
    tf.tidy(() => {
      const pixels = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i));
      const keep_NK = tf.tensor2d([[2]], [1, 1], 'int32'); // of 2 x 2 patches, the lower left one
      const encode = (values: Float32Array) => backbone.encodeVisible(tf.tensor4d(values, [1, 8, 8, 1]), keep_NK);
      const hidden = pixels.map((value, i) => (i % 8 >= 4 || i < 32 ? 9 : value));
      const seen = pixels.map((value, i) => (i === 32 ? 9 : value));
      expect(encode(hidden).arraySync()).toEqual(encode(pixels).arraySync());
      expect(encode(seen).arraySync()).not.toEqual(encode(pixels).arraySync());
    });
    backbone.dispose();
  });

  it('refuses a backbone without patches and a mask that leaves nothing', () => {
    const backbone = createBackbone(RESNET, { inputSize: 8, channels: 1, rng: createRng(1) });
    expect(() => requireVit(backbone, 'mae')).toThrow(/mae: needs a vit/);
    expect(() => visibleCount(4, 0.9)).toThrow(/leaves 0 of 4 patches/);
    expect(visibleCount(64, 0.75)).toBe(16);
    backbone.dispose();
  });

  it('places patches by sine and cosine, the column first', () => {
    const width = 8;
    const positions = sineCosinePositions(width, 3);
    const row = (patch: number) => [...positions.slice((1 + patch) * width, (2 + patch) * width)];
    expect([...positions.slice(0, width)]).toEqual(new Array(width).fill(0));
    const [sin, cos] = [Math.sin, Math.cos];
    // Patch 5 of a 3 x 3 grid: column 2, row 1; frequencies 1 and 1 / 100.
    const wanted = [sin(2), sin(0.02), cos(2), cos(0.02), sin(1), sin(0.01), cos(1), cos(0.01)];
    for (const [i, value] of row(5).entries()) expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 6);
    expect(() => sineCosinePositions(6, 3)).toThrow(/multiple of 4/);
  });
});
