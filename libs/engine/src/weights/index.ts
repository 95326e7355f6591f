/** The readers alone: a file that is refused should not wait for TensorFlow. */
export { decodeWeights, readWeightsFile } from './readWeights';
export { type WeightsArray, type WeightsFile, WeightsFileError } from './weightsFile';
export { openZip, type ZipFile } from './zip';
