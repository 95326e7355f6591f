/** The q-quantile with linear interpolation, as numpy's `quantile`. @throws RangeError without values */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new RangeError('no values to take a quantile of');
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
