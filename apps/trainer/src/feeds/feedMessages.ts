import type { MessagePort } from 'node:worker_threads';
import type { Feeds } from '@assay/ssl-core/feeds';
import type { FeedPlan } from './feedPlan';

/** What the thread that prepares feeds is started with. */
export type FeedTask = {
  plan: FeedPlan;
  startStep: number;
  /** Feeds that may lie ready and untaken. */
  ahead: number;
  port: MessagePort;
};

export type FromFeeder = { kind: 'feeds'; feeds: Feeds } | { kind: 'failed'; message: string; stack?: string };

/** `taken`: one more may be prepared; `close`: stop and end. */
export type ToFeeder = 'taken' | 'close';
