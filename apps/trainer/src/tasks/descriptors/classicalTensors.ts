import {
  applyScaler,
  type Classifier,
  type ClassLearnerOptions,
  type GoodModel,
  goodModelScores,
  readClassifier,
  readModel,
  readScaler,
  type Scaler,
  type StoredArray,
  storeClassifier,
  storeModel,
  storeScaler,
} from '@assay/classical';
import type { GoodLearner } from '@assay/contracts';
import { prefixNames, type StoredTensor, type TensorFile } from '../tensorFile';

/** A model of good rows behind the scale of their features. */
export type GoodRows = { scaler: Scaler | null; model: GoodModel };

/** How far rows [N, D] are from the good ones, [N]. */
export function distancesOf({ scaler, model }: GoodRows, features: Float32Array): Float64Array {
  return goodModelScores(model, applyScaler(scaler, features));
}

export function classifierTensors(classifier: Classifier): StoredTensor[] {
  return prefixNames('classical', storeClassifier(classifier));
}

export function readClassifierTensors(file: TensorFile, facts: { learner: ClassLearnerOptions; classes: number }) {
  return readClassifier(arraysOf(file), facts);
}

export function goodTensors({ scaler, model: { kind: _kind, ...model } }: GoodRows): StoredTensor[] {
  return prefixNames('classical', [...storeScaler(scaler), ...storeModel({ model })]);
}

export function readGoodTensors(file: TensorFile, learner: GoodLearner): GoodRows {
  const arrays = arraysOf(file);
  const { model } = readModel(arrays);
  // The arrays are this learner's own.
  return { scaler: readScaler(arrays), model: { kind: learner.kind, ...(model as object) } as GoodModel };
}

function arraysOf(file: TensorFile): StoredArray[] {
  return file.named('classical');
}
