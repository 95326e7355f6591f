import { workerData } from 'node:worker_threads';
import type { FeedTask, FromFeeder, ToFeeder } from './feedMessages';
import { generateFeeds } from './generateFeeds';

/** The thread that prepares what the next steps are fed, while the main thread stands in the native step. */
const { plan, startStep, ahead, port } = workerData as FeedTask; // our own starter gives it

let free = ahead;
let isClosed = false;
let wake = () => {};
port.on('message', (message: ToFeeder) => {
  if (message === 'close') isClosed = true;
  else free += 1;
  wake();
});

try {
  for await (const feeds of generateFeeds(plan, startStep)) {
    while (free === 0 && !isClosed) await new Promise<void>((resolve) => (wake = resolve));
    if (isClosed) break;
    free -= 1;
    // Moved, not copied: every array has memory of its own.
    const moved = Object.values(feeds.arrays).map(({ data }) => data.buffer as ArrayBuffer); // no memory here is shared
    send({ kind: 'feeds', feeds }, moved);
  }
} catch (error) {
  const isError = error instanceof Error;
  send({
    kind: 'failed',
    message: isError ? error.message : String(error),
    ...(isError && error.stack ? { stack: error.stack } : {}),
  });
}
port.close();

function send(message: FromFeeder, moved: ArrayBuffer[] = []): void {
  port.postMessage(message, moved);
}
