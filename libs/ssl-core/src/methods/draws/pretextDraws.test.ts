import { BackboneConfig, MethodConfig, ViewsConfig } from '@assay/contracts';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../rng';
import { type DrawsInput, methodDraws } from '../draws';
import { holesOf } from './inpainting';
import { puzzleLayout } from './jigsaw';
import { patchLayout } from './relativePosition';

const RESNET = BackboneConfig.parse({ kind: 'resnet' });
const VIT = BackboneConfig.parse({ kind: 'vit', patch: 8, width: 16, heads: 2 });

function draw(method: object, { backbone = RESNET, inputSize = 64, channels = 3 }: Partial<DrawsInput> = {}) {
  const input = { backbone, inputSize, channels, views: ViewsConfig.parse({}) };
  return (seed: number, count: number) =>
    methodDraws(MethodConfig.parse(method), input).draw(createRng(seed, 'method'), count);
}

/** Rows of four. */
function rowsOf(data: ArrayLike<number> = []): number[][] {
  return Array.from({ length: data.length / 4 }, (_, row) => Array.from(data).slice(4 * row, 4 * row + 4));
}

describe('relativePosition', () => {
  const config = { side: null, gap: 0.5, jitter: 7 / 96 };

  it('takes the largest layout of the paper’s proportions, made of a ViT’s patches', () => {
    // 3 x 96 + 2 x 48 + 2 x 7 = 398 pixels, as in the paper.
    expect(patchLayout(config, { inputSize: 398, unit: 1 })).toEqual({ side: 96, gap: 48, jitter: 7 });
    expect(patchLayout(config, { inputSize: 64, unit: 1 })).toEqual({ side: 15, gap: 8, jitter: 1 });
    expect(patchLayout(config, { inputSize: 64, unit: 8 })).toEqual({ side: 8, gap: 4, jitter: 1 });
  });

  it('refuses what does not fit, and says what would', () => {
    expect(() => patchLayout(config, { inputSize: 64, unit: 16 })).toThrow(/multiples of the backbone's patch of 16/);
    expect(() => patchLayout({ ...config, side: 20 }, { inputSize: 64, unit: 1 })).toThrow(/the largest side is 15/);
    expect(() => patchLayout({ ...config, side: 12 }, { inputSize: 64, unit: 8 })).toThrow(/the largest side is 8/);
  });

  it('cuts every patch inside the view, at the place that its label names', () => {
    const fed = draw({ kind: 'relativePosition', pairs: 8 })(0, 40);
    const boxes = rowsOf(fed.boxes?.data);
    const labels = [...(fed.labels?.data ?? [])];
    expect(boxes).toHaveLength(40 * 9);
    for (const box of boxes) {
      expect(Math.min(...box)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...box)).toBeLessThanOrEqual(1);
    }
    for (let n = 0; n < 40; n++) {
      const [middleTop = 0, middleLeft = 0] = boxes[9 * n] ?? [];
      const own = labels.slice(8 * n, 8 * n + 8);
      expect([...own].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      for (const [i, label] of own.entries()) {
        const [top = 0, left = 0] = boxes[9 * n + 1 + i] ?? [];
        const step = (here: number, middle: number) => Math.round(((here - middle) * 64) / 23);
        const cell = (step(top, middleTop) + 1) * 3 + step(left, middleLeft) + 1;
        expect(cell < 4 ? cell : cell - 1).toBe(label);
      }
    }
  });

  it('takes pixels from about a third of the patches, and leaves the brightness of a flat one', () => {
    const { matrices } = draw({ kind: 'relativePosition', pairs: 8 })(0, 40);
    const [patches = 0, side = 0] = matrices?.shape ?? [];
    expect([patches, side]).toEqual([360, 15]);
    const data = [...(matrices?.data ?? [])];
    const each = Array.from({ length: patches }, (_, i) => data.slice(i * side * side, (i + 1) * side * side));
    const isWhole = (matrix: number[]) => matrix.every((value, at) => value === (at % (side + 1) === 0 ? 1 : 0));
    const share = each.filter((matrix) => !isWhole(matrix)).length / patches;
    expect(Math.abs(share - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / patches));
    for (const matrix of each) {
      for (let row = 0; row < side; row++) {
        const sum = matrix.slice(row * side, (row + 1) * side).reduce((total, value) => total + value, 0);
        expect(sum).toBeCloseTo(1, 5);
      }
    }
    expect(draw({ kind: 'relativePosition', pixelated: 0 })(0, 2).matrices).toBeUndefined();
  });

  it('keeps one channel of each patch of a coloured picture, and all of a grey one', () => {
    const { kept } = draw({ kind: 'relativePosition', pairs: 2 })(0, 30);
    const sums = [0, 0, 0];
    for (const [i, value] of (kept?.data ?? []).entries()) sums[i % 3] = (sums[i % 3] ?? 0) + value;
    expect(sums.reduce((sum, value) => sum + value, 0)).toBe(90);
    expect(Math.min(...sums)).toBeGreaterThan(10);
    expect(draw({ kind: 'relativePosition' }, { channels: 1 })(0, 2).kept).toBeUndefined();
    expect(draw({ kind: 'relativePosition', aberration: 'project' })(0, 2).kept).toBeUndefined();
  });
});

describe('jigsaw', () => {
  it('takes tiles of the paper’s proportions, made of a ViT’s patches', () => {
    expect(puzzleLayout({ side: null }, { inputSize: 225, unit: 1 })).toEqual({ cell: 75, side: 64 });
    expect(puzzleLayout({ side: null }, { inputSize: 64, unit: 8 })).toEqual({ cell: 21, side: 16 });
    expect(() => puzzleLayout({ side: null }, { inputSize: 64, unit: 32 })).toThrow(/holds no tile/);
    expect(() => puzzleLayout({ side: 22 }, { inputSize: 64, unit: 1 })).toThrow(/holds no tile of 22/);
  });

  it('cuts tile i inside cell i, and shifts channels by at most two pixels', () => {
    const fed = draw({ kind: 'jigsaw', permutations: 10 }, { channels: 1 })(0, 20);
    for (const [i, [top = 0, left = 0, bottom = 0, right = 0]] of rowsOf(fed.boxes?.data).entries()) {
      const [row, column] = [Math.floor((i % 9) / 3), i % 3];
      expect([Math.floor((top * 64) / 21), Math.floor((left * 64) / 21)]).toEqual([row, column]);
      expect(bottom * 64).toBeLessThanOrEqual((row + 1) * 21);
      expect(right * 64).toBeLessThanOrEqual((column + 1) * 21);
    }
    expect(Math.max(...(fed.labels?.data ?? []))).toBeLessThan(10);

    const coloured = draw({ kind: 'jigsaw', permutations: 10 })(0, 20);
    const [red, green] = [rowsOf(coloured.boxes0?.data), rowsOf(coloured.boxes1?.data)];
    const shifts = red.map(([top = 0], i) => Math.round((top - (green[i]?.[0] ?? 9)) * 64));
    expect(Math.max(...shifts.map(Math.abs))).toBe(4); // two pixels each, in opposite directions
    expect(Math.max(...red.flat())).toBeLessThanOrEqual(1);
  });
});

describe('inpainting', () => {
  const central = { hole: { kind: 'central' as const, side: 0.5 }, overlap: 4 };

  it('puts the central hole in the middle, and blocks anywhere', () => {
    expect(holesOf(central, 128)).toEqual({ side: 64, count: 1, overlap: 4, isCentral: true });
    expect([...(draw({ kind: 'inpainting' })(0, 2).corners?.data ?? [])]).toEqual([16, 16, 16, 16]);
    const blocks = draw({ kind: 'inpainting', hole: { kind: 'blocks', count: 5, side: 0.25 } })(0, 50);
    expect(blocks.corners?.shape).toEqual([50, 5, 2]);
    const corners = [...(blocks.corners?.data ?? [])];
    expect([Math.min(...corners), Math.max(...corners)]).toEqual([0, 48]);
  });

  it('refuses a hole that its overlap fills', () => {
    expect(() => holesOf({ ...central, overlap: 8 }, 32)).toThrow(/leaves nothing to paint/);
  });
});

it.each([
  { kind: 'relativePosition' },
  { kind: 'jigsaw' },
  { kind: 'denoising' },
  { kind: 'inpainting', hole: { kind: 'blocks' } },
])('$kind draws the same for the same step, on any backbone, and others for another', (method) => {
  for (const backbone of [RESNET, VIT]) {
    const drawn = draw(method, { backbone });
    expect(drawn(1, 4)).toEqual(drawn(1, 4));
    expect(drawn(1, 4)).not.toEqual(drawn(2, 4));
  }
});
