import { type HogOptions, hog, hogLength, type LinearSvm } from '@assay/classical';
import type { StoredTensor, TensorFile } from './tensorFile';

/** HOG of grey pictures of one size, [n, D], from pixels [n, size, size]. */
export function hogFeatures(pixels: Uint8Array, size: number, options: HogOptions): Float32Array {
  const area = size * size;
  const length = hogLength(size, size, options);
  const features = new Float32Array((pixels.length / area) * length);
  for (let at = 0, row = 0; at < pixels.length; at += area, row++) {
    features.set(hog(pixels.subarray(at, at + area), size, size, options), row * length);
  }
  return features;
}

/** A linear machine's arrays. */
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
