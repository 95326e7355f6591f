import { alignMap } from '@assay/classical';

/** Mean distance of a point from the middle; so large that few lie beyond 1. */
const SPREAD = 0.4;

/**
 * Maps of the same points over the steps, made fit to be played: each is brought to one size, and turned or mirrored to
 * lie on the next one as well as it can, so that what moves is what the network changed.
 *
 * @param maps [N, 2] each, in the order of the steps
 */
export function placeMaps(maps: readonly (readonly number[])[]): Float64Array[] {
  const placed: Float64Array[] = [];
  for (const map of [...maps].reverse()) {
    const sized = toSize(Float64Array.from(map));
    const next = placed.at(-1);
    placed.push(next ? alignMap(sized, next) : sized);
  }
  return placed.reverse();
}

/** Around 0, at one root mean square distance. */
function toSize(map: Float64Array): Float64Array {
  const count = map.length / 2;
  const mean = [0, 1].map((axis) => map.reduce((sum, value, i) => (i % 2 === axis ? sum + value / count : sum), 0));
  const centred = map.map((value, i) => value - (mean[i % 2] ?? 0));
  const radius = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0) / count);
  return radius > 0 ? centred.map((value) => (value / radius) * SPREAD) : centred;
}
