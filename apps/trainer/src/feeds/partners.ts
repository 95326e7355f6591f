import type { Pack } from '@assay/data/reading';
import type { FeedArray, Rng } from '@assay/ssl-core/feeds';
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
    const drawn = indices.map((row, n) => drawPartner(partnersOf.get(row), row, rng.fork('partner', n)));
    return { partner: { data: await read(drawn), shape: [drawn.length, size, size, channels], dtype: 'int32' } };
  };
}

/** One of the others, each as likely; the row itself where there are none. */
function drawPartner(candidates: Int32Array | undefined, row: number, rng: Rng): number {
  if (!candidates) return row;
  const own = candidates.indexOf(row);
  const others = candidates.length - (own < 0 ? 0 : 1);
  if (others === 0) return row;
  const drawn = rng.int(others);
  return candidates[own >= 0 && drawn >= own ? drawn + 1 : drawn] ?? row;
}
