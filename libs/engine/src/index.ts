export { block } from './graph/block';
export { createEagerProgram } from './graph/eagerProgram';
export { ProgramError, type ProgramErrorKind } from './graph/errors';
export { describeNonFinite, findNonFinite, type NonFinite } from './graph/findNonFinite';
export { inLanes } from './graph/lanes';
export { listProducts, type Product } from './graph/listProducts';
export { forgetPeak, residentBytes } from './graph/processMemory';
export { type BlockProfile, measurePeakFlops, profileFunction } from './graph/profile';
export {
  compileProgram,
  estimateProgram,
  type FunctionStats,
  type Program,
  type ProgramOptions,
  type ProgramStats,
} from './graph/program';
export { createStepRandom, type StepRandom } from './graph/random';
export { isRecomputing, recompute } from './graph/recompute';
export type { InputSpec, TracedFunction } from './graph/trace';
export { assertFinite, barrier, isTracing, NotFiniteError, update } from './graph/update';
export { createLeakGuard, LeakError, type LeakGuard, tensorCount } from './leakGuard';
export { EngineError } from './loadAddon';
export { attribute, executeOne } from './native';
export { type Engine, openEngine } from './openEngine';
export { type AvgPoolOptions, avgPool } from './ops/avgPool';
export { type BatchNormOutput, batchNorm } from './ops/batchNorm';
export { divideOrZero, maximum, minimum, squaredDifference } from './ops/broadcasting';
export { type ConvolutionOptions, conv2d, type Window } from './ops/conv2d';
export { cropAndResize } from './ops/cropAndResize';
export { type CumsumOptions, cumsum } from './ops/cumsum';
export { depthwiseConv2d } from './ops/depthwiseConv2d';
export { dropout, stochasticDepth } from './ops/dropout';
export { gather, gatherTokens } from './ops/gather';
export { gelu } from './ops/gelu';
export { layerNorm } from './ops/layerNorm';
export { linear } from './ops/linear';
export { logSumExp } from './ops/logSumExp';
export { maxPool } from './ops/maxPool';
export { normalise } from './ops/normalise';
export { relu } from './ops/relu';
export { relu6 } from './ops/relu6';
export { resizeBilinear, resizeNearest } from './ops/resize';
export { type RoiAlignOptions, roiAlign } from './ops/roiAlign';
export { scaledDotProductAttention } from './ops/scaledDotProductAttention';
export { scatterAdd, segmentSum } from './ops/segments';
export { silu } from './ops/silu';
export { logSoftmax, softmax } from './ops/softmax';
export { softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from './ops/softmaxCrossEntropy';
export { stopGradient } from './ops/stopGradient';
export { type TopK, topK } from './ops/topK';
export { decodeSafetensors, encodeSafetensors, type Safetensors } from './safetensors/codec';
export { openSafetensors, readSafetensors, type SafetensorsFile, writeSafetensors } from './safetensors/files';
export {
  type Dtype,
  type NamedTensor,
  SafetensorsError,
  type StoredTensor,
  type TensorPlace,
  type TypedArray,
} from './safetensors/types';
export { tf } from './tf';
