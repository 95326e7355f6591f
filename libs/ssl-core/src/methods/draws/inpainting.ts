import type { InpaintingConfig } from '@assay/contracts';
import type { MethodDraws } from '../draws';
import type { Corner } from './tiles';

/** Squares that are painted, in pixels; their outermost `overlap` is seen all the same. */
export type Holes = { side: number; count: number; overlap: number; isCentral: boolean };

/** @throws Error when nothing of a hole is left inside its overlap */
export function holesOf({ hole, overlap }: Pick<InpaintingConfig, 'hole' | 'overlap'>, inputSize: number): Holes {
  const isCentral = hole.kind === 'central';
  // A central hole has the same margin on both sides.
  const side = isCentral
    ? inputSize - 2 * Math.round((inputSize * (1 - hole.side)) / 2)
    : Math.round(inputSize * hole.side);
  if (side - 2 * overlap >= 1 && side < inputSize) {
    return { side, count: isCentral ? 1 : hole.count, overlap, isCentral };
  }
  throw new Error(
    `inpainting: a hole of ${side} pixels in a view of ${inputSize} with an overlap of ${overlap} on each side leaves nothing to paint; use a larger hole.side or a smaller overlap`,
  );
}

/** Top left corners of the squares, [N, count, 2] in pixels. */
export function inpaintingDraws({ side, count, isCentral }: Holes, inputSize: number): MethodDraws {
  const margin = inputSize - side;
  return {
    views: 1,
    draw(rng, batchSize) {
      const corners = Array.from({ length: batchSize * count }, (): Corner => {
        if (isCentral) return { top: margin / 2, left: margin / 2 };
        return { top: rng.int(margin + 1), left: rng.int(margin + 1) };
      });
      const data = Float32Array.from(corners.flatMap(({ top, left }) => [top, left]));
      return { corners: { data, shape: [batchSize, count, 2], dtype: 'float32' } };
    },
  };
}
