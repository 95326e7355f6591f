import type { RelativePositionConfig } from '@assay/contracts';
import type { FeedArray } from '../../augment/arrays';
import type { Rng } from '../../rng';
import type { MethodDraws } from '../draws';
import { drawPixelation } from './pixelation';
import { drawSeed } from './seed';
import { type Corner, tileBoxes } from './tiles';

/** A 3 x 3 layout of patches, all in pixels. */
export type PatchLayout = { side: number; gap: number; jitter: number };

/** Rows and columns of the neighbours; the labels of the authors' `pos2lbl` from 0: row by row, without the middle. */
const NEIGHBOURS = [0, 1, 2, 3, 5, 6, 7, 8].map((cell) => ({ row: Math.floor(cell / 3), column: cell % 3 }));
const MIDDLE = { row: 1, column: 1 };

type LayoutInput = { inputSize: number; unit: number };

/**
 * @param unit what the patches' side must be a multiple of
 * @throws Error when the view is too small for the layout
 */
export function patchLayout(
  { side, gap, jitter }: Pick<RelativePositionConfig, 'side' | 'gap' | 'jitter'>,
  { inputSize, unit }: LayoutInput,
): PatchLayout {
  const layoutOf = (side: number) => ({ side, gap: Math.round(gap * side), jitter: Math.round(jitter * side) });
  const fits = (side: number) => extent(layoutOf(side)) <= inputSize;
  const sides = Array.from({ length: Math.floor(inputSize / 3 / unit) }, (_, i) => (i + 1) * unit).filter(fits);
  const largest = sides.at(-1);
  const unitName = unit > 1 ? `, in multiples of the backbone's patch of ${unit}` : '';
  if (largest === undefined) {
    throw new Error(
      `relativePosition: a view of ${inputSize} holds no 3 x 3 patches${unitName}; a larger input.size or a smaller gap or backbone.patch is needed`,
    );
  }
  if (side === null) return layoutOf(largest);
  if (side % unit === 0 && fits(side)) return layoutOf(side);
  throw new Error(
    `relativePosition: patches of ${side} do not fit a view of ${inputSize}; the largest side is ${largest}${unitName}`,
  );
}

function extent({ side, gap, jitter }: PatchLayout): number {
  return 3 * side + 2 * gap + 2 * jitter;
}

/**
 * Corners of the middle patch and of some neighbours of it for each picture, the layout at a random place and each patch
 * moved by its jitter; which neighbours; matrices that take pixels from some patches; which colour channel of each patch
 * stays, and a seed for the noise in the others.
 */
export function relativePositionDraws(
  { pairs, aberration, pixelated }: Pick<RelativePositionConfig, 'pairs' | 'aberration' | 'pixelated'>,
  { layout, inputSize, channels }: { layout: PatchLayout; inputSize: number; channels: number },
): MethodDraws {
  const dropsColour = aberration === 'drop' && channels === 3;
  return {
    views: 1,
    draw(rng, batchSize): Record<string, FeedArray> {
      const pictures = Array.from({ length: batchSize }, (_, n) =>
        drawPatches(rng.fork('layout', n), { layout, pairs, inputSize }),
      );
      const corners = pictures.flatMap((picture) => picture.corners);
      const labels: FeedArray = {
        data: Int32Array.from(pictures.flatMap((picture) => picture.labels)),
        shape: [batchSize * pairs],
        dtype: 'int32',
      };
      const patches = corners.length;
      const loss = { patches, side: layout.side, share: pixelated };
      return {
        boxes: tileBoxes(corners, layout.side, inputSize),
        labels,
        ...(pixelated > 0 ? { matrices: drawPixelation(rng.fork('pixelation'), loss) } : {}),
        ...(dropsColour ? { kept: drawKept(rng.fork('kept'), patches), noiseSeed: drawSeed(rng.fork('noise')) } : {}),
      };
    },
  };
}

function drawPatches(
  rng: Rng,
  { layout, pairs, inputSize }: { layout: PatchLayout; pairs: number; inputSize: number },
): { corners: Corner[]; labels: number[] } {
  const { side, gap, jitter } = layout;
  const place = () => jitter + rng.int(inputSize - extent(layout) + 1);
  const [top, left] = [place(), place()];
  const moved = () => rng.int(2 * jitter + 1) - jitter;
  const cornerOf = ({ row, column }: { row: number; column: number }): Corner => ({
    top: top + row * (side + gap) + moved(),
    left: left + column * (side + gap) + moved(),
  });
  const labels = [...rng.permutation(NEIGHBOURS.length)].slice(0, pairs);
  const middle = cornerOf(MIDDLE);
  return { corners: [middle, ...labels.map((label) => cornerOf(NEIGHBOURS[label] ?? MIDDLE))], labels };
}

/** [patches, 3]: 1 for the channel that stays, 0 for the others. */
function drawKept(rng: Rng, patches: number): FeedArray {
  const data = new Float32Array(patches * 3);
  for (let patch = 0; patch < patches; patch++) data[patch * 3 + rng.int(3)] = 1;
  return { data, shape: [patches, 3], dtype: 'float32' };
}
