/** Tiles of a puzzle. */
const TILES = 9;

/**
 * Orders of nine tiles that are far from each other, by the paper's algorithm 1 (arXiv 1603.09246): one after the other,
 * the order with the largest mean Hamming distance to those chosen so far. The paper starts with a random one and says
 * nothing of equal distances; here the first is the order as it is, and of equals the one whose nearest neighbour is
 * farthest comes first, then the first in the order of the alphabet, so that the set is always the same.
 *
 * @param count of orders, 9! at most
 * @returns each the tile of every place
 */
export function distantPermutations(count: number): number[][] {
  const all = allPermutations();
  const total = all.length / TILES;
  if (count > total) throw new Error(`jigsaw: there are only ${total} orders, not ${count}`);
  const sums = new Uint16Array(total);
  const nearest = new Uint8Array(total).fill(TILES);
  const chosen: number[][] = [];
  let next = 0;
  while (chosen.length < count) {
    const newest = [...all.subarray(next * TILES, (next + 1) * TILES)];
    chosen.push(newest);
    let best = { at: -1, sum: -1, least: 0 };
    for (let at = 0; at < total; at++) {
      let distance = TILES;
      for (let place = 0; place < TILES; place++) if (all[at * TILES + place] === newest[place]) distance--;
      const sum = (sums[at] ?? 0) + distance;
      const least = Math.min(nearest[at] ?? 0, distance);
      sums[at] = sum;
      nearest[at] = least;
      // A distance of 0: it was chosen already.
      if (least > 0 && (sum > best.sum || (sum === best.sum && least > best.least))) best = { at, sum, least };
    }
    next = best.at;
  }
  return chosen;
}

/** All orders after each other, as the alphabet would have them. */
function allPermutations(): Uint8Array {
  const all: number[] = [];
  const order: number[] = [];
  const extend = (): void => {
    if (order.length === TILES) {
      for (const tile of order) all.push(tile);
      return;
    }
    for (let tile = 0; tile < TILES; tile++) {
      if (order.includes(tile)) continue;
      order.push(tile);
      extend();
      order.pop();
    }
  };
  extend();
  return Uint8Array.from(all);
}
