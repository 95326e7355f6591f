import type { Classifier } from './classifier';
import type { ClassLearnerOptions, ClassModel } from './classLearner';
import type { Scaler } from './scaling';
import { readModel, type StoredArray, storeModel } from './storedModel';

/** A classifier's arrays: `mean` and `std` of its scale, the classes it has `seen`, and its model's own. */
export function storeClassifier({ scaler, seen, model }: Classifier): StoredArray[] {
  const { kind: _kind, ...parts } = model;
  return [
    ...storeScaler(scaler),
    { name: 'seen', shape: [seen.length], data: seen },
    // A search may have chosen it.
    ...(model.kind === 'knn'
      ? [{ name: 'byDistance', shape: [], data: Int32Array.of(Number(model.weights === 'distance')) }]
      : []),
    ...storeModel(parts).map((array) => {
      // A row a class, as a linear machine was ever stored.
      const isMatrix = array.name === 'weights' && array.data.length === model.classes * model.dimension;
      return isMatrix ? { ...array, shape: [model.classes, model.dimension] } : array;
    }),
  ];
}

/**
 * The classifier that `storeClassifier` stored; linear machines of old said neither their size nor what they had seen.
 *
 * @throws Error when an array that tells its size is missing
 */
export function readClassifier(
  arrays: readonly StoredArray[],
  { learner, classes }: { learner: ClassLearnerOptions; classes: number },
): Classifier {
  const { mean: _mean, std: _std, seen, ...parts } = readModel(arrays);
  const [rows = classes, columns] = arrays.find(({ name }) => name === 'weights')?.shape ?? [];
  const dimension = typeof parts.dimension === 'number' ? parts.dimension : columns;
  if (dimension === undefined) throw new Error('the stored model does not say how many features it has');
  const kernel = { kind: 'rbf', gamma: 1, ...(parts.kernel as object | undefined) };
  const model = {
    kind: learner.kind,
    classes: rows,
    dimension,
    ...parts,
    ...(learner.kind === 'rbfSvm' ? { kernel } : {}),
    ...(learner.kind === 'knn' ? { weights: parts.byDistance === 1 ? 'distance' : 'uniform' } : {}),
  } as unknown as ClassModel; // the arrays are this learner's own
  return {
    classes,
    dimension,
    scaler: readScaler(arrays),
    seen: seen instanceof Int32Array ? seen : Int32Array.from({ length: rows }, (_, c) => c),
    model,
  };
}

/** The scale as arrays; none where there is no scale. */
export function storeScaler(scaler: Scaler | null): StoredArray[] {
  if (!scaler) return [];
  const { shift, scale } = scaler;
  return [
    { name: 'mean', shape: [shift.length], data: shift },
    { name: 'std', shape: [scale.length], data: scale },
  ];
}

export function readScaler(arrays: readonly StoredArray[]): Scaler | null {
  const [shift, scale] = ['mean', 'std'].map((name) => arrays.find((array) => array.name === name)?.data);
  return shift && scale ? { shift: Float32Array.from(shift), scale: Float32Array.from(scale) } : null;
}
