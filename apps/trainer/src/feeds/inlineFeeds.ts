import type { FeedSource, StartFeeds } from './feedPlan';
import { generateFeeds } from './generateFeeds';

/** The same feeds, prepared in this thread when they are asked for. */
export const startInlineFeeds: StartFeeds = (plan, startStep): FeedSource => {
  const feeds = generateFeeds(plan, startStep);
  return {
    async next() {
      const next = await feeds.next();
      if (next.done) throw new Error('the batches have ended');
      return next.value;
    },
    close: async () => void (await feeds.return()),
  };
};
