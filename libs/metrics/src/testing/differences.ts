/** Every number of the expected answer that is not within 1e-6 of what was found at its place, by its path. */
export function differences(expected: unknown, found: unknown, path = ''): string[] {
  if (expected === null || typeof expected === 'number') {
    const isEqual =
      expected === null ? found === null : typeof found === 'number' && Math.abs(found - expected) <= 1e-6;
    return isEqual ? [] : [`${path}: ${found}, not ${expected}`];
  }
  return Object.entries(expected as object).flatMap(([key, value]) =>
    differences(value, (found as Record<string, unknown> | null | undefined)?.[key], `${path}.${key}`),
  );
}
