const SIGNIFICANT = 4;

/** A measured number in a fixed-width form: 4 digits after the point for shares, 4 significant ones for the rest. */
export function formatShare(value: number): string {
  return value.toFixed(4);
}

export function formatSignificant(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(SIGNIFICANT - 2);
  if (size >= 1000) return value.toFixed(0);
  return value.toPrecision(SIGNIFICANT);
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${UNITS[unit]}`;
}
