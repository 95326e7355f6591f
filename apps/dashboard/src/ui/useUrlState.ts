'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** Reads the address's query and changes parts of it in place, so that a view can be sent to somebody else. */
export function useUrlState(): {
  get: (name: string) => string | null;
  set: (changes: Readonly<Record<string, string | null>>) => void;
} {
  const params = useSearchParams();
  const get = useCallback((name: string) => params.get(name), [params]);
  const set = useCallback((changes: Readonly<Record<string, string | null>>) => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') next.delete(name);
      else next.set(name, value);
    }
    const query = next.toString();
    window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname);
  }, []);
  return { get, set };
}
