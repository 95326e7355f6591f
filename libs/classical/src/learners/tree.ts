import { createSideSums, placeOf, SAME, sortPlaces, thresholdBetween } from './splits';

/** Nodes in the order in which they were made, the root first; a leaf has no left. */
export type Tree = {
  /** Of a leaf -1. */
  feature: Int32Array;
  /** Rows at or below it go left. */
  threshold: Float64Array;
  left: Int32Array;
  right: Int32Array;
  /** Shares of the classes among the node's rows, [nodes, classes]. */
  shares: Float64Array;
};

export type TreeProblem = {
  features: Float32Array;
  /** Of `sortableColumns`. */
  columns: Uint32Array;
  N: number;
  D: number;
  labels: ArrayLike<number>;
  classes: number;
  /** Of each row; a row that weighs nothing is not there. */
  weights: Float64Array;
  maxDepth: number | null;
  minLeaf: number;
  /** Features that a node looks at, those that are constant in it not counted; all without a generator. */
  tried: number;
  random?: () => number;
};

type Split = { feature: number; threshold: number };
type Pending = { node: number; rows: Int32Array; depth: number };

/** A classification tree by Gini's impurity (L. Breiman et al. 1984): scikit-learn's `DecisionTreeClassifier`. */
export function growTree(problem: TreeProblem): Tree {
  const { features, D, labels, classes, weights, maxDepth, minLeaf } = problem;
  const nodes: { feature: number; threshold: number; left: number; right: number; shares: Float64Array }[] = [];
  const findSplit = createSplitter(problem);
  const add = () => nodes.push({ feature: -1, threshold: 0, left: -1, right: -1, shares: new Float64Array(0) }) - 1;
  const all = Int32Array.from(weights.keys()).filter((row) => (weights[row] ?? 0) > 0);
  const pending: Pending[] = [{ node: add(), rows: all, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { rows, depth } = next;
    const totals = new Float64Array(classes);
    for (const row of rows) totals[labels[row] ?? 0] = (totals[labels[row] ?? 0] ?? 0) + (weights[row] ?? 0);
    const sum = totals.reduce((all, total) => all + total, 0);
    const node = nodes[next.node];
    if (!node) throw new Error('a node that was not made');
    node.shares = totals.map((total) => total / sum);
    const isPure = totals.filter((total) => total > 0).length < 2;
    const isDeep = maxDepth !== null && depth >= maxDepth;
    const split = isPure || isDeep || rows.length < 2 * minLeaf ? null : findSplit(rows, totals);
    if (!split) continue;
    const isLeft = (row: number) => (features[row * D + split.feature] ?? 0) <= split.threshold;
    [node.left, node.right] = [add(), add()];
    [node.feature, node.threshold] = [split.feature, split.threshold];
    pending.push(
      { node: node.right, rows: rows.filter((row) => !isLeft(row)), depth: depth + 1 },
      { node: node.left, rows: rows.filter(isLeft), depth: depth + 1 },
    );
  }
  const shares = new Float64Array(nodes.length * classes);
  nodes.forEach((node, i) => {
    shares.set(node.shares, i * classes);
  });
  return {
    feature: Int32Array.from(nodes, ({ feature }) => feature),
    threshold: Float64Array.from(nodes, ({ threshold }) => threshold),
    left: Int32Array.from(nodes, ({ left }) => left),
    right: Int32Array.from(nodes, ({ right }) => right),
    shares,
  };
}

/** The leaf that a row ends in; `at` is where the row begins in the features. */
export function leafOf({ feature, threshold, left, right }: Omit<Tree, 'shares'>, features: Float32Array, at: number) {
  let node = 0;
  for (let next = left[0] ?? -1; next >= 0; next = left[node] ?? -1) {
    node = (features[at + (feature[node] ?? 0)] ?? 0) <= (threshold[node] ?? 0) ? next : (right[node] ?? 0);
  }
  return node;
}

function createSplitter({ features, columns, N, D, labels, classes, weights, minLeaf, tried, random }: TreeProblem) {
  const order = Int32Array.from({ length: D }, (_, d) => d);
  const keys = new Float64Array(N);
  const sides = createSideSums(classes);
  return (rows: Int32Array, totals: Float64Array): Split | null => {
    let best: Split | null = null;
    let purest = Number.NEGATIVE_INFINITY;
    let left = tried;
    for (let drawn = 0; drawn < D && left > 0; drawn++) {
      if (random) {
        const other = drawn + Math.floor(random() * (D - drawn));
        [order[drawn], order[other]] = [order[other] ?? 0, order[drawn] ?? 0];
      }
      const d = order[drawn] ?? 0;
      const sorted = sortPlaces(columns.subarray(d * N, (d + 1) * N), rows, keys);
      const rowAt = (place: number) => rows[placeOf(sorted[place] ?? 0)] ?? 0;
      const valueAt = (row: number) => features[row * D + d] ?? 0;
      let before = rowAt(0);
      if (valueAt(rowAt(rows.length - 1)) <= valueAt(before) + SAME) continue;
      left--;
      sides.reset(totals);
      for (let place = 1; place < rows.length; place++) {
        sides.move(labels[before] ?? 0, weights[before] ?? 0);
        const row = rowAt(place);
        const [lower, upper] = [valueAt(before), valueAt(row)];
        before = row;
        if (upper <= lower + SAME || place < minLeaf || rows.length - place < minLeaf) continue;
        const purity = sides.purity();
        if (purity <= purest) continue;
        purest = purity;
        best = { feature: d, threshold: thresholdBetween(lower, upper) };
      }
    }
    return best;
  };
}
