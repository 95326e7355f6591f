import type { ClassWeights } from '../classWeights';
import { type AdaBoost, adaBoostScores, trainAdaBoost } from './adaBoost';
import { type KernelSvm, kernelSvmScores, trainKernelSvm } from './kernelSvm';
import { type Knn, knnScores, trainKnn } from './knn';
import { type LinearMachine, linearDecisions, trainLinearMachine } from './linearMachine';
import { type LogisticRegression, logisticScores, trainLogisticRegression } from './logisticRegression';
import { forestScores, type RandomForest, trainRandomForest } from './randomForest';
import type { ClassRows } from './rows';

/** A learner of classes and how it is set. */
export type ClassLearnerOptions = { classWeights?: ClassWeights } & (
  | { kind: 'linearSvm'; c: number; maxIterations: number }
  | { kind: 'rbfSvm'; c: number; gamma: number | 'scale'; maxIterations: number }
  | { kind: 'logisticRegression'; c: number; maxIterations: number }
  | { kind: 'adaBoost'; rounds: number; learningRate: number }
  | { kind: 'randomForest'; trees: number; maxDepth: number | null; minLeaf: number }
  | { kind: 'knn'; k: number; weights: 'uniform' | 'distance' }
);

export type ClassModel =
  | ({ kind: 'linearSvm' } & LinearMachine)
  | ({ kind: 'rbfSvm' } & KernelSvm)
  | ({ kind: 'logisticRegression' } & LogisticRegression)
  | ({ kind: 'adaBoost' } & AdaBoost)
  | ({ kind: 'randomForest' } & RandomForest)
  | ({ kind: 'knn' } & Knn);

/** What a learner's scores are: they sum to 1 a row, or only their order means something. */
export const CLASS_SCORES: Readonly<Record<ClassModel['kind'], 'probability' | 'decision'>> = {
  linearSvm: 'decision',
  rbfSvm: 'decision',
  logisticRegression: 'probability',
  adaBoost: 'probability',
  randomForest: 'probability',
  knn: 'probability',
};

/** Learns rows of classes that all have rows. @throws RangeError when the rows do not fit or are of one class */
export function trainClassModel(learner: ClassLearnerOptions, rows: ClassRows, seed: number): ClassModel {
  switch (learner.kind) {
    case 'linearSvm':
      return { ...trainLinearMachine({ ...rows, ...learner, seed }), kind: 'linearSvm' };
    case 'rbfSvm': {
      const { gamma, ...rest } = learner;
      return { ...trainKernelSvm({ ...rows, ...rest, kernel: { kind: 'rbf', gamma } }), kind: 'rbfSvm' };
    }
    case 'logisticRegression':
      return { ...trainLogisticRegression({ ...rows, ...learner }), kind: 'logisticRegression' };
    case 'adaBoost':
      return { ...trainAdaBoost({ ...rows, ...learner }), kind: 'adaBoost' };
    case 'randomForest':
      return { ...trainRandomForest({ ...rows, ...learner, seed }), kind: 'randomForest' };
    case 'knn':
      return { ...trainKnn({ ...rows, ...learner }), kind: 'knn' };
  }
}

/** Scores [N, classes] row by row, the largest names the class. */
export function classModelScores(model: ClassModel, features: Float32Array): ArrayLike<number> {
  switch (model.kind) {
    case 'linearSvm':
      return linearDecisions(model, features);
    case 'rbfSvm':
      return kernelSvmScores(model, features);
    case 'logisticRegression':
      return logisticScores(model, features);
    case 'adaBoost':
      return adaBoostScores(model, features);
    case 'randomForest':
      return forestScores(model, features);
    case 'knn':
      return knnScores(model, features);
  }
}

/** Whether the learner reached its end within its steps. */
export function isConverged(model: ClassModel): boolean {
  if (!('converged' in model)) return true;
  return model.converged === true || (Array.isArray(model.converged) && !model.converged.includes(false));
}
