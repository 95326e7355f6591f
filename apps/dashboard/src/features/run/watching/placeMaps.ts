import { alignMap } from '@assay/classical';

/** Root mean square distance of a point from the middle, where no point is then further away than EDGE. */
const SPREAD = 0.4;
const EDGE = 0.97;

/**
 * Maps of the same points over the steps, made fit to be played: each is brought to one size, and turned or mirrored to
 * lie on the next one as well as it can, so that what moves is what the network changed.
 *
 * @param maps [N, 2] each, in the order of the steps
 * @returns the same with coordinates between -1 and 1
 */
export function placeMaps(maps: readonly ArrayLike<number>[]): Float64Array[] {
  const placed: Float64Array[] = [];
  for (const map of [...maps].reverse()) {
    const sized = toSize(Float64Array.from(map));
    const next = placed.at(-1);
    placed.push(next ? alignMap(sized, next) : sized);
  }
  const furthest = placed.reduce((most, map) => map.reduce((far, value) => Math.max(far, Math.abs(value)), most), 0);
  const scale = Math.min(1, EDGE / Math.max(furthest, EDGE));
  return placed.reverse().map((map) => map.map((value) => scale * value));
}

/** Around 0, at one root mean square distance. */
function toSize(map: Float64Array): Float64Array {
  const count = map.length / 2;
  const mean = [0, 1].map((axis) => map.reduce((sum, value, i) => (i % 2 === axis ? sum + value / count : sum), 0));
  const centred = map.map((value, i) => value - (mean[i % 2] ?? 0));
  const radius = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0) / count);
  return radius > 0 ? centred.map((value) => (value / radius) * SPREAD) : centred;
}
