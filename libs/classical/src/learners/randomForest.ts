import type { ClassWeights } from '../classWeights';
import { createRandom } from '../random';
import { type ClassRows, countLabels, countRows, weightsOfClasses, widthOf } from './rows';
import { ROWS_MAX, sortableColumns } from './splits';
import { growTree, leafOf, type Tree } from './tree';

export type ForestOptions = ClassRows & {
  trees: number;
  /** Null: until the leaves are pure. */
  maxDepth: number | null;
  minLeaf: number;
  classWeights?: ClassWeights;
  seed: number;
};

/** All trees' nodes one after the other; a tree's places count from its own first node. */
export type RandomForest = Tree & {
  dimension: number;
  classes: number;
  /** Where each tree begins. */
  starts: Int32Array;
};

/**
 * Trees on rows drawn with replacement, each node among sqrt(D) random features (L. Breiman, Machine Learning 2001), as
 * scikit-learn's `RandomForestClassifier` with its own random numbers.
 *
 * @throws RangeError when the lengths do not fit or fewer than two classes have rows
 */
export function trainRandomForest(options: ForestOptions): RandomForest {
  const { features, labels, classes, trees, maxDepth, minLeaf, classWeights = 'none', seed } = options;
  const N = labels.length;
  const D = widthOf(features, N);
  if (N > ROWS_MAX) throw new RangeError(`${N} rows, more than ${ROWS_MAX}`);
  const ofClass = weightsOfClasses(countLabels(options), classWeights);
  const columns = sortableColumns(features, N, D);
  const tried = Math.max(1, Math.floor(Math.sqrt(D)));
  const grown: Tree[] = [];
  for (let tree = 0; tree < trees; tree++) {
    const random = createRandom(seed * 1_000_003 + tree);
    const weights = new Float64Array(N);
    for (let draw = 0; draw < N; draw++) {
      const row = Math.floor(random() * N);
      weights[row] = (weights[row] ?? 0) + (ofClass[labels[row] ?? 0] ?? 1);
    }
    grown.push(growTree({ features, columns, N, D, labels, classes, weights, maxDepth, minLeaf, tried, random }));
  }
  return joinTrees(grown, { dimension: D, classes });
}

/** Shares of the classes in the leaves, averaged over the trees: [N, classes]. */
export function forestScores(forest: RandomForest, features: Float32Array): Float64Array {
  const { dimension: D, classes, starts, feature, threshold, left, right, shares } = forest;
  const N = countRows(features, D);
  const scores = new Float64Array(N * classes);
  starts.forEach((start, t) => {
    const end = starts[t + 1] ?? feature.length;
    const tree = {
      feature: feature.subarray(start, end),
      threshold: threshold.subarray(start, end),
      left: left.subarray(start, end),
      right: right.subarray(start, end),
    };
    for (let i = 0; i < N; i++) {
      const leaf = (start + leafOf(tree, features, i * D)) * classes;
      for (let c = 0; c < classes; c++) {
        scores[i * classes + c] = (scores[i * classes + c] ?? 0) + (shares[leaf + c] ?? 0) / starts.length;
      }
    }
  });
  return scores;
}

function joinTrees(trees: readonly Tree[], facts: Pick<RandomForest, 'dimension' | 'classes'>): RandomForest {
  let nodes = 0;
  const starts = trees.map((tree) => {
    const start = nodes;
    nodes += tree.feature.length;
    return start;
  });
  const forest: RandomForest = {
    ...facts,
    starts: Int32Array.from(starts),
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    shares: new Float64Array(nodes * facts.classes),
  };
  trees.forEach((tree, t) => {
    const start = starts[t] ?? 0;
    for (const part of ['feature', 'threshold', 'left', 'right'] as const) forest[part].set(tree[part], start);
    forest.shares.set(tree.shares, start * facts.classes);
  });
  return forest;
}
