/**
 * Holm's step-down correction (1979): p values under which the chance of one false difference among all stays below the
 * level, whatever their dependence. Null stays null and does not count as a comparison.
 */
export function holm(values: readonly (number | null)[]): (number | null)[] {
  const known = values.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = values.map(() => null);
  let largest = 0;
  for (const [rank, { p, index }] of known.entries()) {
    largest = Math.min(1, Math.max(largest, p * (known.length - rank)));
    adjusted[index] = largest;
  }
  return adjusted;
}
