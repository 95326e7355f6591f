'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

/**
 * Reads the address's query and changes parts of it in place, so that a view can be sent to somebody else.
 * The router's own hook follows such a change later, as a transition; a field that is typed into cannot wait for it.
 */
export function useUrlState(): {
  get: (name: string) => string | null;
  set: (changes: Readonly<Record<string, string | null>>) => void;
} {
  const routed = useSearchParams();
  const query = useSyncExternalStore(
    subscribe,
    () => window.location.search,
    () => `?${routed}`,
  );
  // A link or the back button has changed the address.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the router's value says when, not what
  useEffect(announce, [routed]);
  const params = useMemo(() => new URLSearchParams(query), [query]);
  const get = useCallback((name: string) => params.get(name), [params]);
  return { get, set: change };
}

function change(changes: Readonly<Record<string, string | null>>): void {
  const next = new URLSearchParams(window.location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  const query = next.toString();
  window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname);
  announce();
}

function announce(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
