'use client';
import type { MadeMap, MapRequest } from './makeMap';
import type { Told } from './maps.worker';

/** A worker that makes one map at a time; closing it ends what it is at. */
export function openMapWorker(): { make: (request: MapRequest) => Promise<MadeMap>; close: () => void } {
  const worker = new Worker(new URL('./maps.worker.ts', import.meta.url), { type: 'module' });
  return {
    make: (request) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<Told>) => {
          if ('error' in data) reject(new Error(data.error));
          else resolve(data.map);
        };
        worker.onerror = (event) => reject(new Error(event.message || 'the worker could not be started'));
        worker.postMessage(request);
      }),
    close: () => worker.terminate(),
  };
}
