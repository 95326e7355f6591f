/** Tensors by name: all that recognising and mapping look at. */
export type Shapes = ReadonlyMap<string, { shape: readonly number[] }>;

/** Parts of a name at which a network may begin, the better ones first: what its authors evaluate. */
const PREFERRED = [
  'base_encoder.',
  'teacher.',
  'target_encoder.',
  'encoder_q.',
  'backbone.',
  'encoder.',
  'model.',
  'module.',
];
/** A second network in a checkpoint, that only its training needs. */
const SECOND = /(^|\.)(momentum_encoder|encoder_k|student|ema|target)\./;

/**
 * What stands before the network's own names, such as `module.base_encoder.`; undefined when no name ends with the marker.
 *
 * @param marker a name that each network of the kind has once
 */
export function findPrefix(shapes: Shapes, marker: string): string | undefined {
  const prefixes = [...shapes.keys()].flatMap((name) => {
    const prefix = name.slice(0, -marker.length);
    return name.endsWith(marker) && (prefix === '' || prefix.endsWith('.')) ? [prefix] : [];
  });
  const first = prefixes.filter((prefix) => !SECOND.test(prefix));
  const candidates = first.length > 0 ? first : prefixes;
  const rank = (prefix: string): number => {
    const place = PREFERRED.findIndex((word) => prefix.endsWith(word));
    return place < 0 ? PREFERRED.length : place;
  };
  return candidates.sort((a, b) => rank(a) - rank(b) || a.length - b.length)[0];
}

/** Numbers that follow a beginning: of `blocks.0.x`, `blocks.11.y` the twelve, in order. */
export function countAfter(names: Iterable<string>, beginning: string): number {
  let count = 0;
  for (const name of names) {
    if (!name.startsWith(beginning)) continue;
    const number = Number.parseInt(name.slice(beginning.length), 10);
    if (Number.isInteger(number)) count = Math.max(count, number + 1);
  }
  return count;
}
