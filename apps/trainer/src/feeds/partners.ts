import type { Pack } from '@assay/data/reading';
import type { FeedArray } from '@assay/ssl-core/feeds';
import type { BatchPart } from './batchParts';
import type { FeedPlan } from './feedPlan';

/** Reads the pictures that a part's pictures are paired with; nothing where a step pairs none. */
export function createPartners(
  { rows, extra }: Pick<FeedPlan, 'rows' | 'extra'>,
  { read, size, channels }: Pick<Pack, 'read' | 'size' | 'channels'>,
): (part: BatchPart) => Promise<Record<string, FeedArray>> {
  if (extra.task !== 'pretrain' || !extra.partners) return async () => ({});
  const partnersOf = new Map([...rows].map((row, place) => [row, extra.partners?.[place]]));
  return async ({ rng, indices }) => {
    const drawn = indices.map((row, n) => {
      const others = partnersOf.get(row);
      if (!others || others.length === 0) return row;
      return others[rng.fork('partner', n).int(others.length)] ?? row;
    });
    return { partner: { data: await read(drawn), shape: [drawn.length, size, size, channels], dtype: 'int32' } };
  };
}
