import type { Item } from '@assay/contracts';
import { describe, expect, it } from 'vitest';
import { classMask } from './classMask';
import { encodePng } from './png';

const item: Item = { picture: 'p', path: 'p.png', width: 4, height: 3, split: 'test' };

async function drawn(fields: Partial<Item>, masks: Record<string, number[]> = {}): Promise<number[]> {
  const readPicture = async (digest: string) =>
    encodePng({ width: 4, height: 3, channels: 1, data: Uint8Array.from(masks[digest] ?? []) });
  return [...(await classMask({ ...item, ...fields }, { readPicture, indexOf: (index) => index + 1 }))];
}

describe('classMask', () => {
  it('takes soft edges from 128 on, and 0/1 masks as they are; the later object wins', async () => {
    const soft = [0, 127, 128, 255, 0, 0, 255, 0, 0, 0, 0, 0];
    const binary = [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1];
    const masks = [
      { digest: 'soft', class: 0 },
      { digest: 'binary', class: 2 },
    ];
    expect(await drawn({ masks }, { soft, binary })).toEqual([3, 0, 1, 3, 0, 0, 1, 0, 0, 0, 0, 3]);
  });

  it('fills polygons by their pixels’ centres, holes by the even-odd rule', async () => {
    // A rectangle from (1, 0) to (3, 2): columns 1 and 2 of rows 0 and 1.
    expect(await drawn({ polygons: [{ points: [1, 0, 3, 0, 3, 2, 1, 2], class: 1 }] })).toEqual([
      0, 2, 2, 0, 0, 2, 2, 0, 0, 0, 0, 0,
    ]);
    // The triangle (0, 0), (4, 0), (0, 3): its edge crosses row 0 at x = 10/3, row 1 at 2, row 2 at 2/3.
    expect(await drawn({ polygons: [{ points: [0, 0, 4, 0, 0, 3], class: 0 }] })).toEqual([
      1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0,
    ]);
  });

  it('is all ground without an annotation, and refuses a mask of another size', async () => {
    expect(await drawn({})).toEqual(new Array(12).fill(0));
    await expect(drawn({ width: 5, masks: [{ digest: 'm', class: 0 }] })).rejects.toThrow(/a mask of 4 x 3 .* 5 x 3/);
  });
});
