// How a thread begins that runs TypeScript: it has no loader of its own, whatever its parent was started with.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.entry);
