import { type Connectivity, labelComponents } from '../components/label';
import type { Mask } from '../picture';

export type RemoveSmallOptions = {
  /** Pixels that a component must have to stay. */
  minArea: number;
  connectivity?: Connectivity;
};

/**
 * The mask without its components of fewer pixels than `minArea`. Equal to scikit-image's `remove_small_objects`, whose
 * `max_size` is one pixel less.
 *
 * @throws RangeError when the pixels do not fill the size
 */
export function removeSmall(mask: Mask, { minArea, connectivity = 8 }: RemoveSmallOptions): Mask {
  const labels = labelComponents(mask, connectivity);
  const areas = new Int32Array(labels.count + 1);
  for (const label of labels.data) areas[label] = (areas[label] ?? 0) + 1;
  areas[0] = 0;
  const data = Uint8Array.from(labels.data, (label) => (label > 0 && (areas[label] ?? 0) >= minArea ? 1 : 0));
  return { width: mask.width, height: mask.height, data };
}
