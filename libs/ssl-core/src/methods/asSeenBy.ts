import { resizeBilinear, tf } from '@assay/engine';

/** How a network wants its pictures: side, channels, and what values of 0 to 1 are normalised by. */
export type Seen = { size: number; channels: number; mean: readonly number[]; std: readonly number[] };

/** A view of ours in the size and the normalisation that another network was made for. */
export function asSeenBy(theirs: Seen, x_NHWC: tf.Tensor4D, ours: Pick<Seen, 'mean' | 'std'>): tf.Tensor4D {
  const { size } = theirs;
  const resized = x_NHWC.shape[1] === size ? x_NHWC : resizeBilinear(x_NHWC, [size, size]);
  const at = (values: readonly number[], channel: number) => values[channel] ?? values[0] ?? 0;
  const channels = Array.from({ length: theirs.channels }, (_, i) => i);
  const scales = channels.map((i) => at(ours.std, i) / at(theirs.std, i));
  const shifts = channels.map((i) => (at(ours.mean, i) - at(theirs.mean, i)) / at(theirs.std, i));
  if (scales.every((scale) => scale === 1) && shifts.every((shift) => shift === 0)) return resized;
  return tf.add(tf.mul(resized, tf.tensor1d(scales)), tf.tensor1d(shifts));
}
