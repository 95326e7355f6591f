export type { FeedArray } from './augment/arrays';
export { type AugmentationTensors, augment, type PictureInput, prepare } from './augment/augment';
export { type AugmentationParameters, drawAugmentation } from './augment/draw';
export { type DrawViewsOptions, drawViews } from './augment/drawViews';
export { type PlanViewsInput, planViews, type ViewPlan } from './augment/planViews';
export { augmentViews } from './augment/views';
export { BACKBONES, type Backbone, type BackboneInput, createBackbone, lanesOf } from './backbones/backbone';
export { cubicMatrix } from './backbones/interpolatePositions';
export { type CreateNetwork, type Network, type NetworkInput, provideNetwork } from './backbones/module';
export type { VitBackbone } from './backbones/vit';
export { createLinearHead, type LinearHead, type LinearHeadOptions } from './heads/linear';
export { type BatchNormLayer, createBatchNorm } from './layers/batchNorm';
export { type ConvLayer, createConv, createDepthwiseConv } from './layers/conv';
export { createDropPath, drawDrops, withDropSeed } from './layers/dropPath';
export { createLayerNorm } from './layers/layerNorm';
export { createLinear } from './layers/linear';
export type { Mode } from './layers/mode';
export {
  createScope,
  disposeParameters,
  exportParameters,
  importParameters,
  type Layout,
  type NamedArray,
  type Parameter,
  type Scope,
  storedShape,
} from './layers/parameters';
export { createPart, type Part } from './layers/part';
export { createSqueezeExcite } from './layers/squeezeExcite';
export { createTransformerBlock } from './layers/transformerBlock';
export { balancedClassWeights, type CrossEntropyOptions, crossEntropy } from './losses/crossEntropy';
export { maeLoss } from './losses/maeLoss';
export { ntXent } from './losses/ntXent';
export { createMethod, METHODS } from './methods/createMethod';
export { methodDraws } from './methods/draws';
export {
  type CreateMethod,
  lossOf,
  type Method,
  type MethodInput,
  type MethodSource,
  type Place,
} from './methods/method';
export { ratesAt, schedulesOf } from './methods/rates';
export { untrainedSource } from './methods/source';
export { createEma, type Ema } from './optim/ema';
export type { Group, GroupOf } from './optim/groups';
export { layerDecayGroups } from './optim/layerDecay';
export { createOptimizer, type Optimizer } from './optim/optimizer';
export { createCosine, createSchedule, type Schedule, scaledRate } from './optim/schedule';
export { type KnnQuery, knnClassify } from './probes/knn';
export { fitLinearProbe, type LinearProbe, type LinearProbeData, linearProbeScores } from './probes/linear';
export { fitLinearSweep, gatherRows, type LinearSweepData, type LinearSweepOptions } from './probes/linearSweep';
export { createRng, type Rng, type StreamName } from './rng';
export { DivergedError } from './train/divergedError';
export { collectRows, createEvaluationProgram, type Evaluation, type PixelBatch, type Rows } from './train/evaluation';
export { type Feeds, feedSpecs, toTensors } from './train/feeds';
export { type Look, type Seen, takeLook } from './train/look';
export { profileRates, profileTraining } from './train/profileTraining';
export {
  createProgram,
  createTrainingProgram,
  type EngineOptions,
  estimateTrainingBytes,
  type Loss,
  type LossOutput,
  type TrainingProgram,
  type TrainingProgramOptions,
} from './train/trainingProgram';
export { type TrainEvent, type TrainOptions, trainLoop } from './train/trainLoop';
