'use client';
import type { RequestName, Requests } from './answers';
import type { Ask, Told } from './figures.worker';

type Waiting = { resolve: (answer: unknown) => void; reject: (error: Error) => void };

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let lastId = 0;

/** Computes beside the thread that draws, so that a slider stays smooth. */
export function askWorker<Name extends RequestName>(
  name: Name,
  input: Requests[Name]['input'],
): Promise<Requests[Name]['answer']> {
  worker ??= open();
  const id = ++lastId;
  const ask: Ask = { id, name, input };
  worker.postMessage(ask);
  return new Promise((resolve, reject) => {
    // The worker answers a request of this name with its own answer.
    waiting.set(id, { resolve: (answer) => resolve(answer as Requests[Name]['answer']), reject });
  });
}

function open(): Worker {
  const opened = new Worker(new URL('./figures.worker.ts', import.meta.url), { type: 'module' });
  opened.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    const found = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) found?.reject(new Error(data.error));
    else found?.resolve(data.answer);
  });
  opened.addEventListener('error', (event) => {
    for (const { reject } of waiting.values()) reject(new Error(event.message || 'the worker could not be started'));
    waiting.clear();
    worker = undefined;
  });
  return opened;
}
