import type { Rng } from '../../rng';

export type BlockOptions = {
  /** Patches along a side. */
  grid: number;
  /** How many patches are hidden, exactly. */
  hidden: number;
  /** Patches of a rectangle, but for the last ones, which may have fewer. */
  minPatches: number;
  /** Height over width is drawn between this and its inverse. */
  minAspect: number;
};

/** A rectangle of patches. */
export type Block = { top: number; left: number; height: number; width: number };

export type BlockMask = {
  /** 1 where a patch is hidden, [L]. */
  hidden: Uint8Array;
  /** Whose union is hidden, but for `filled` patches. */
  blocks: Block[];
  /** Patches that were hidden one by one, because no further rectangle fitted. */
  filled: number;
};

/** Tries to place a rectangle before the authors' code gives up. */
const ATTEMPTS = 10;

/**
 * Block-wise masking (BEiT, arXiv 2106.08254, algorithm 1; `MaskingGenerator` of the authors' masking_generator.py):
 * rectangles of random area and aspect at random places, until enough patches are hidden. A rectangle that would hide
 * too many is drawn again. The authors stop short of the number when ten in a row do not fit; here patches drawn one by
 * one make it up, so that every picture of a batch has as many.
 */
export function drawBlocks(rng: Rng, options: BlockOptions): BlockMask {
  const { grid, hidden: wanted } = options;
  const hidden = new Uint8Array(grid * grid);
  const blocks: Block[] = [];
  let count = 0;
  while (count < wanted) {
    const found = drawBlock(rng, hidden, { ...options, left: wanted - count });
    if (!found) break;
    blocks.push(found.block);
    for (const patch of found.added) hidden[patch] = 1;
    count += found.added.length;
  }
  const filled = wanted - count;
  const free = [...rng.permutation(grid * grid)].filter((patch) => hidden[patch] === 0);
  for (const patch of free.slice(0, filled)) hidden[patch] = 1;
  return { hidden, blocks, filled };
}

/** A rectangle that hides at least one more patch and not more than are left; null when none was found. */
function drawBlock(
  rng: Rng,
  hidden: Uint8Array,
  { grid, left, minPatches, minAspect }: BlockOptions & { left: number },
): { block: Block; added: number[] } | null {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // As Python's `uniform`, which takes its bounds in either order.
    const area = minPatches + (left - minPatches) * rng.uniform();
    const aspect = Math.exp(Math.log(minAspect) * (1 - 2 * rng.uniform()));
    const height = Math.round(Math.sqrt(area * aspect));
    const width = Math.round(Math.sqrt(area / aspect));
    if (height >= grid || width >= grid) continue;
    const block = { top: rng.int(grid - height + 1), left: rng.int(grid - width + 1), height, width };
    const added = patchesOf(block, grid).filter((patch) => hidden[patch] === 0);
    if (added.length > 0 && added.length <= left) return { block, added };
  }
  return null;
}

function patchesOf({ top, left, height, width }: Block, grid: number): number[] {
  return Array.from({ length: height * width }, (_, i) => {
    return (top + Math.floor(i / width)) * grid + left + (i % width);
  });
}
