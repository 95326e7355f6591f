'use client';
import { useSyncExternalStore } from 'react';

/** The theme that is applied now; canvases draw again when it changes. */
export function useTheme(): string {
  return useSyncExternalStore(subscribe, read, () => 'light');
}

function read(): string {
  return document.documentElement.dataset.theme ?? 'light';
}

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
