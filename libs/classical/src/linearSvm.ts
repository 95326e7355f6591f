import {
  type LinearMachine,
  type LinearMachineOptions,
  linearDecisions,
  trainLinearMachine,
} from './learners/linearMachine';
import { widthOf } from './learners/rows';
import { applyStandardiser, fitStandardiser, type Standardiser } from './standardise';

/** A linear machine behind the scale of its features: `LinearSVC()` after `StandardScaler`. */
export type LinearSvm = LinearMachine & { standardiser: Standardiser };

/** Learns rows of any scale. @throws RangeError as `trainLinearMachine` does */
export function trainLinearSvm(options: LinearMachineOptions): LinearSvm {
  const N = options.labels.length;
  const standardiser = fitStandardiser(options.features, N, widthOf(options.features, N));
  const features = applyStandardiser(standardiser, options.features);
  return { ...trainLinearMachine({ ...options, features }), standardiser };
}

/** Decision values [N, classes] row by row; the largest is the predicted class. */
export function decisionValues(svm: LinearSvm, features: Float32Array): Float32Array {
  return linearDecisions(svm, applyStandardiser(svm.standardiser, features));
}
