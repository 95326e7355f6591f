import 'server-only';

/**
 * Reads by digest, and keeps what was read last: an artifact never changes, so what was read stays true. A reading that
 * failed is forgotten.
 *
 * @param most how many are kept
 */
export function keepRecent<T>(most: number) {
  const kept = new Map<string, Promise<T>>();
  return (digest: string, read: () => Promise<T>): Promise<T> => {
    const found = kept.get(digest) ?? read();
    kept.delete(digest);
    kept.set(digest, found);
    found.catch(() => kept.delete(digest));
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return found;
  };
}
