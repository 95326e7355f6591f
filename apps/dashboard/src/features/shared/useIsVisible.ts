'use client';
import { useSyncExternalStore } from 'react';

/** Whether the tab is looked at. Hidden tabs give their stream back: a browser has only six connections a server. */
export function useIsVisible(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => document.visibilityState === 'visible',
    () => false,
  );
}

function subscribe(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}
