import { createPermutation, createRandom } from './random';

/** Pictures that stay together, and how often each class is in them. */
export type SplitGroup = { members: number[]; counts: Map<number, number> };

type Options = { shares: readonly number[]; classes: number; seed: number };

/** Pairs of groups tried for an exchange. */
const EXCHANGES = 40_000;

/**
 * The split of each group, as an index into the shares.
 *
 * Groups with the same size and classes are dealt out first, by largest remainder, which is exact for single pictures.
 * What is left over is placed largest first where most is missing; then single groups are moved and pairs exchanged as
 * long as the squared distance from the wanted counts falls (after Sechidis et al. 2011, made exact for groups).
 */
export function assignGroups(groups: readonly SplitGroup[], { shares, classes, seed }: Options): Int32Array {
  const tally = createTally(groups, shares, classes);
  const order = createPermutation(groups.length, seed, 'split');
  const alike = new Map<string, number[]>();
  for (const g of order) {
    const group = groups[g];
    if (!group) continue;
    const key = `${group.members.length}|${[...group.counts].sort(([a], [b]) => a - b).join(';')}`;
    alike.set(key, [...(alike.get(key) ?? []), g]);
  }
  const rest: number[] = [];
  for (const same of alike.values()) {
    let next = 0;
    shares.forEach((share, s) => {
      const whole = Math.floor(share * same.length + 1e-9);
      for (const g of same.slice(next, next + whole)) tally.place(g, s);
      next += whole;
    });
    rest.push(...same.slice(next));
  }
  rest.sort((a, b) => (groups[b]?.members.length ?? 0) - (groups[a]?.members.length ?? 0));
  for (const g of rest)
    tally.place(
      g,
      best(shares, (s) => tally.costOfPlacing(g, s)),
    );
  improve(tally, { count: groups.length, shares, seed });
  return tally.splits;
}

type Tally = {
  splits: Int32Array;
  place(group: number, split: number): void;
  costOfPlacing(group: number, split: number): number;
  /** Change of the cost when the group goes to the split. */
  move(group: number, split: number): void;
  cost(): number;
};

/** Counts a split: pictures first, then each class; the cost is the weighted squared distance from the wanted counts. */
function createTally(groups: readonly SplitGroup[], shares: readonly number[], classes: number): Tally {
  const columns = classes + 1;
  const rows = groups.map((group) => {
    const cells: [column: number, count: number][] = [[0, group.members.length]];
    for (const [c, count] of group.counts) cells.push([c + 1, count]);
    return cells;
  });
  const totals = new Float64Array(columns);
  for (const cells of rows) for (const [column, count] of cells) totals[column] = (totals[column] ?? 0) + count;
  const have = new Float64Array(shares.length * columns);
  const splits = new Int32Array(groups.length).fill(-1);
  // The number of pictures counts as much as all classes together; a class or split left with nothing counts most.
  const weights = Float64Array.from(totals, (total, column) =>
    total === 0 ? 0 : (column === 0 ? classes + 1 : 1) / total,
  );

  const cellCost = (split: number, column: number): number => {
    const share = shares[split] ?? 0;
    const total = totals[column] ?? 0;
    const count = have[split * columns + column] ?? 0;
    const missing = share > 0 && total > 0 && count <= 0 ? total : 0;
    const surplus = share === 0 && count > 0 ? total * 10 : 0;
    return (weights[column] ?? 0) * ((count - share * total) ** 2 + missing + surplus * count);
  };
  const add = (group: number, split: number, sign: number): number => {
    let change = 0;
    for (const [column, count] of rows[group] ?? []) {
      change -= cellCost(split, column);
      have[split * columns + column] = (have[split * columns + column] ?? 0) + sign * count;
      change += cellCost(split, column);
    }
    return change;
  };
  let cost = 0;
  for (let s = 0; s < shares.length; s++) for (let column = 0; column < columns; column++) cost += cellCost(s, column);
  return {
    splits,
    cost: () => cost,
    place(group, split) {
      splits[group] = split;
      cost += add(group, split, 1);
    },
    costOfPlacing(group, split) {
      const change = add(group, split, 1);
      add(group, split, -1);
      return change;
    },
    move(group, split) {
      cost += add(group, splits[group] ?? 0, -1);
      splits[group] = split;
      cost += add(group, split, 1);
    },
  };
}

type Search = { count: number; shares: readonly number[]; seed: number };

function improve(tally: Tally, { count, shares, seed }: Search): void {
  const keep = (before: number): boolean => tally.cost() < before - 1e-9;
  const moveAll = (): boolean => {
    let hasImproved = false;
    for (let g = 0; g < count; g++) {
      for (let s = 0; s < shares.length; s++) {
        const [from, before] = [tally.splits[g] ?? 0, tally.cost()];
        if (s === from || (shares[s] ?? 0) === 0) continue;
        tally.move(g, s);
        if (keep(before)) hasImproved = true;
        else tally.move(g, from);
      }
    }
    return hasImproved;
  };
  for (let round = 0; round < 20 && moveAll(); round++);
  const random = createRandom(seed, 'split', 'exchange');
  for (let trial = 0; trial < EXCHANGES; trial++) {
    const [a, b] = [random.int(count), random.int(count)];
    const [splitA, splitB, before] = [tally.splits[a] ?? 0, tally.splits[b] ?? 0, tally.cost()];
    if (splitA === splitB) continue;
    tally.move(a, splitB);
    tally.move(b, splitA);
    if (keep(before)) continue;
    tally.move(a, splitA);
    tally.move(b, splitB);
  }
}

function best(shares: readonly number[], costOf: (split: number) => number): number {
  let [chosen, lowest] = [0, Number.POSITIVE_INFINITY];
  shares.forEach((share, s) => {
    if (share === 0) return;
    const cost = costOf(s);
    if (cost < lowest) [chosen, lowest] = [s, cost];
  });
  return chosen;
}
