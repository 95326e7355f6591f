import { InputError, type Item } from '@assay/contracts';
import { createRng } from '@assay/ssl-core';
import { describe, expect, it } from 'vitest';
import type { FeedPlan } from '../feeds/feedPlan';
import { createPartners } from '../feeds/partners';
import { partnerRows } from './partnerRows';

const item = (picture: string, more: Partial<Item> = {}): Item => ({
  picture,
  path: picture,
  width: 1,
  height: 1,
  split: 'train',
  ...more,
});
const items = [
  item('a', { group: 'g' }),
  item('b', { group: 'h', partner: { template: 'd' } }),
  item('c', { group: 'g' }),
  item('d'),
];
const rows = Int32Array.of(0, 1, 2, 3);
const pictures = { manifest: { items }, templates: new Map([['d', 3]]) };

/** Rows that are drawn for all rows, over many steps. */
async function drawnFor(pairs: 'group' | 'template'): Promise<Set<number>[]> {
  const extra = { task: 'pretrain', partners: partnerRows(pictures, rows, pairs) } as FeedPlan['extra']; // all it reads
  const read = async (indices: ArrayLike<number>) => Uint8Array.from(indices);
  const draw = createPartners({ rows, extra }, { read, size: 1, channels: 1 });
  const seen = [...rows].map(() => new Set<number>());
  for (let step = 0; step < 20; step++) {
    const part = { rng: createRng(step), indices: rows, pixels: new Uint8Array(4) };
    const { partner } = await draw(part);
    for (const [place, row] of [...(partner?.data ?? [])].entries()) seen[place]?.add(row);
  }
  return seen;
}

describe('partners', () => {
  it('are the others of the group; who has none stands for itself', async () => {
    expect((await drawnFor('group')).map((seen) => [...seen])).toEqual([[2], [1], [0], [3]]);
  });

  it('are the templates', async () => {
    expect((await drawnFor('template')).map((seen) => [...seen])).toEqual([[0], [3], [2], [3]]);
  });

  it('are shared by a group, so that a large one takes no more room than its pictures', () => {
    const [first, , third] = partnerRows(pictures, rows, 'group') ?? [];
    expect(first).toBe(third);
    expect(first).toEqual(Int32Array.of(0, 2));
  });

  it('are not wanted where a view is of the picture itself, and missed where there are none', () => {
    expect(partnerRows(pictures, rows, 'augment')).toBeNull();
    const lonely = { manifest: { items: [item('a', { group: 'g' })] }, templates: new Map<string, number>() };
    expect(() => partnerRows(lonely, Int32Array.of(0), 'group')).toThrow(InputError);
    expect(() => partnerRows(lonely, Int32Array.of(0), 'template')).toThrow(/has a template/);
  });
});
