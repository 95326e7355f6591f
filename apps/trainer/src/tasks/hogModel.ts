import { decisionValues, hog, hogLength, type LinearSvm } from '@assay/classical';
import { type ClassicalConfig, InputError } from '@assay/contracts';
import type { StoredTensor, TensorFile } from './tensorFile';

/** HOG of grey pictures of one size, [n, D], from pixels [n, size, size]. */
export function hogFeatures(pixels: Uint8Array, size: number, options: ClassicalConfig['features']): Float32Array {
  const area = size * size;
  const length = hogLength(size, size, options);
  const features = new Float32Array((pixels.length / area) * length);
  for (let at = 0, row = 0; at < pixels.length; at += area, row++) {
    features.set(hog(pixels.subarray(at, at + area), size, size, options), row * length);
  }
  return features;
}

/** @throws InputError when not even one block of cells fits into the input */
export function requireHogFits({ input, features }: ClassicalConfig): void {
  if (hogLength(input.size, input.size, features) > 0) return;
  throw new InputError({
    where: 'features.cell',
    found: `${features.cell}, but a block of 2 x 2 such cells does not fit into ${input.size} pixels`,
    fix: `set features.cell to ${Math.floor(input.size / 2)} or less, or raise input.size`,
  });
}

export function svmTensors(svm: LinearSvm): StoredTensor[] {
  const { classes, dimension, standardiser, weights, bias } = svm;
  return [
    { name: 'classical.mean', shape: [dimension], data: standardiser.mean },
    { name: 'classical.std', shape: [dimension], data: standardiser.std },
    { name: 'classical.weights', shape: [classes, dimension], data: weights },
    { name: 'classical.bias', shape: [classes], data: bias },
  ];
}

export function readSvm(file: TensorFile): LinearSvm {
  const floats = (name: string) => Float32Array.from(file.values(`classical.${name}`).data);
  const weights = file.values('classical.weights');
  const [classes = 0, dimension = 0] = weights.shape;
  return {
    classes,
    dimension,
    standardiser: { mean: floats('mean'), std: floats('std') },
    weights: floats('weights'),
    bias: floats('bias'),
    converged: [],
  };
}

/** Decision values of all classes, a row a picture. */
export function svmScores(svm: LinearSvm, features: Float32Array): number[][] {
  const values = decisionValues(svm, features);
  return Array.from({ length: values.length / svm.classes }, (_, row) => [
    ...values.subarray(row * svm.classes, (row + 1) * svm.classes),
  ]);
}
