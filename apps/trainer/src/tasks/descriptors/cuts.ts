import { cutOut } from '@assay/classical';
import type { GoodOnlyConfig } from '@assay/contracts';
import { smoothedMap, type ValueMap } from '../distanceMap';

type Cuts = NonNullable<GoodOnlyConfig['cuts']>;

/** Cut-outs along a side. */
function countCuts(size: number, { size: side, stride }: Cuts): number {
  return Math.floor((size - side) / stride) + 1;
}

/** Cut-outs of a square picture, row by row; what is left at the far edges belongs to none. */
export function cutsOf(pixels: Uint8Array, size: number, cuts: Cuts): Uint8Array[] {
  const count = countCuts(size, cuts);
  const picture = { pixels, width: size, height: size };
  return Array.from({ length: count * count }, (_, i) => {
    const [top, left] = [Math.floor(i / count) * cuts.stride, (i % count) * cuts.stride];
    return cutOut(picture, { top, left, width: cuts.size, height: cuts.size }).pixels;
  });
}

/** The cut-outs' values as a map of the picture: each at its middle, smoothed as other distances are. */
export function mapOfCuts(values: Float32Array, size: number, cuts: Cuts): ValueMap {
  const count = countCuts(size, cuts);
  return smoothedMap({ values, width: count, height: count }, size, { first: cuts.size / 2, step: cuts.stride });
}
