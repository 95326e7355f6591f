import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Feeds } from '@assay/ssl-core/feeds';
import type { FeedTask, FromFeeder, ToFeeder } from './feedMessages';
import type { FeedPlan, FeedSource } from './feedPlan';

/** Batches that may lie ready: the next one is there when a step ends, and one more evens out a slow disk. */
const BATCHES_AHEAD = 2;
const CLOSE_MILLISECONDS = 2000;

/**
 * Feeds that a thread of their own prepares ahead of the steps. A native step blocks this thread, and neither reading
 * nor drawing has to wait for it there.
 *
 * @param entry of the thread; another one in tests
 */
export function startFeedThread(
  plan: FeedPlan,
  startStep: number,
  entry = new URL('./feeder.ts', import.meta.url),
): FeedSource {
  const { port1: port, port2 } = new MessageChannel();
  const task: FeedTask = { plan, startStep, ahead: BATCHES_AHEAD * plan.accumulateSteps, port: port2 };
  const thread = new Worker(new URL('./thread.mjs', import.meta.url), {
    name: 'feeds',
    workerData: { entry: entry.href, ...task },
    transferList: [port2],
    execArgv: [],
  });

  const ready: Feeds[] = [];
  let failure: Error | undefined;
  let wake = () => {};
  const fail = (error: Error) => {
    failure ??= error;
    wake();
  };
  const take = (message: FromFeeder) => {
    if (message.kind === 'feeds') ready.push(message.feeds);
    else fail(feedError(message.message, message.stack));
    wake();
  };
  port.on('message', take);
  thread.on('error', (error) => fail(feedError(messageOf(error))));
  const ended = new Promise<void>((resolve) =>
    thread.on('exit', (code) => {
      collect(); // its last words say more
      fail(feedError(`it ended with code ${code}`));
      resolve();
    }),
  );

  /** What has arrived, even when the event loop had no turn yet. */
  function collect(): void {
    for (let found = receiveMessageOnPort(port); found; found = receiveMessageOnPort(port)) take(found.message);
  }

  return {
    async next() {
      collect();
      while (ready.length === 0) {
        if (failure) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const feeds = ready.shift();
      if (!feeds) throw new Error('feeds: none is ready');
      tell('taken');
      return feeds;
    },
    async close() {
      tell('close');
      const timer = setTimeout(() => void thread.terminate(), CLOSE_MILLISECONDS);
      await ended;
      clearTimeout(timer);
      port.close();
    },
  };

  function tell(message: ToFeeder): void {
    port.postMessage(message);
  }
}

function feedError(message: string, stack?: string): Error {
  const error = new Error(`the thread that prepares the batches has failed: ${message}`);
  if (stack) error.stack = `${error.message}\n${stack}`;
  return error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
