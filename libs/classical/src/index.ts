export { balancedWeights, type ClassWeights } from './classWeights';
export { fitPatchGaussians, type PatchGaussians, patchDistances } from './gaussian';
export { type HogOptions, hog, hogLength } from './hog';
export { decisionValues, type LinearSvm, type LinearSvmOptions, trainLinearSvm } from './linearSvm';
export { mirrorImages } from './mirrors';
export { applyStandardiser, fitStandardiser, type Standardiser } from './standardise';
