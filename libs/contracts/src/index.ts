export {
  Comparison,
  ComparisonGroup,
  Difference,
  DoctorCheck,
  GateCondition,
  PictureDifference,
  PromotionEvidence,
  Tested,
} from './answers';
export {
  BEST_CHECKPOINT_NAME,
  CHECKPOINT_NAME,
  CheckpointHeader,
  EmbeddingHeader,
  ModelBundle,
  PredictAnswer,
} from './bundle';
export { canonicalJson } from './canonicalJson';
export { AugmentConfig, BlurConfig, ColourConfig } from './config/augment';
export {
  BackboneConfig,
  describeBackbone,
  EFFICIENT_NET_VARIANTS,
  EfficientNetConfig,
  ModuleConfig,
  ResnetConfig,
  VitConfig,
  withoutDropPath,
} from './config/backbones';
export {
  ClassicalFeatures,
  ClassicalLearner,
  ClassLearner,
  GoodLearner,
  GoodOnlyConfig,
  gridLearners,
  SearchConfig,
  type SingleFeatures,
} from './config/classical';
export { describeFold, FoldConfig, FoldPlan, foldPlanOf } from './config/fold';
export { MethodConfig, type MethodName } from './config/methods';
export { BarlowTwinsConfig } from './config/methods/barlowTwins';
export { type MethodBasis, methodBasis } from './config/methods/basis';
export { BeitConfig } from './config/methods/beit';
export { ByolConfig } from './config/methods/byol';
export { ColourisationConfig } from './config/methods/colourisation';
export { DenoisingConfig } from './config/methods/denoising';
export { DinoConfig } from './config/methods/dino';
export { DvaeConfig } from './config/methods/dvae';
export { InpaintingConfig } from './config/methods/inpainting';
export { JigsawConfig } from './config/methods/jigsaw';
export { MaeConfig } from './config/methods/mae';
export { MaskConfig } from './config/methods/mask';
export { MocoConfig } from './config/methods/moco';
export { MocoV3Config } from './config/methods/mocoV3';
export { RelativePositionConfig } from './config/methods/relativePosition';
export { RotationConfig } from './config/methods/rotation';
export { SimclrConfig } from './config/methods/simclr';
export { SimmimConfig } from './config/methods/simmim';
export { SimsiamConfig } from './config/methods/simsiam';
export { SwavConfig } from './config/methods/swav';
export { TeacherConfig } from './config/methods/teacher';
export { TokenizerConfig, TokenizerMethodConfig, TokenizerPretrainConfig } from './config/methods/tokenizer';
export { VicregConfig } from './config/methods/vicreg';
export { VqKdConfig } from './config/methods/vqKd';
export {
  AdamwConfig,
  DatasetRef,
  InputConfig,
  KnnConfig,
  LarsConfig,
  LinearProbeConfig,
  OptimizerConfig,
  ScheduleConfig,
  SgdConfig,
} from './config/parts';
export { FewLabelsConfig, LinearSweepConfig, ProbeConfig } from './config/probes';
export {
  BackgroundRegions,
  describeRegions,
  MorphologyStep,
  RegionSearch,
  RegionSource,
  RegionsConfig,
  TemplateRegions,
  ThresholdRegions,
} from './config/regions';
export {
  AnomalyConfig,
  ClassicalConfig,
  configDigestInput,
  describeConfig,
  FinetuneConfig,
  InitConfig,
  NestedPretrainConfig,
  PretrainConfig,
  ProbeRunConfig,
  RunConfig,
  type RunConfigInput,
  RunRecord,
  TASKS,
  type Task,
} from './config/runConfig';
export { ViewsConfig } from './config/views';
export { WatchConfig } from './config/watch';
export { InputError } from './errors';
export {
  ARTIFACT_KINDS,
  ArtifactKind,
  CollapseAlarm,
  MetricPoint,
  RunEvent,
  type RunEventKind,
  type StoredRunEvent,
} from './events';
export {
  HEARTBEAT_SECONDS,
  JOB_STATUSES,
  type JobKind,
  JobPayload,
  JobStatus,
  LEASE_SECONDS,
  MAX_ATTEMPTS,
} from './jobs';
export {
  Box,
  GROUP_FIELDS,
  type GroupField,
  ImportProblem,
  ImportReport,
  Item,
  Manifest,
  Mask,
  PROBLEM_KINDS,
} from './manifest';
export {
  classKey,
  type Direction,
  isBetter,
  type MetricInfo,
  type MetricUnit,
  metricInfo,
  TELLING_METRICS,
} from './metrics';
export {
  ATTEMPT_STATUSES,
  AttemptStatus,
  Digest,
  isFinal,
  Name,
  RUN_STATUSES,
  RunStatus,
  SPLITS,
  Split,
  Title,
} from './names';
export { nearest, parseOrExplain } from './parse';
export { PredictedBox, Prediction, PredictionsHeader } from './predictions';
export {
  CLASSIFICATION,
  decisionOf,
  fewLabelsProtocol,
  finetuneProtocol,
  type Protocol,
  probeProtocol,
  watchedProtocols,
  withLabels,
} from './protocol';
export { WeightsFacts, WeightsInput } from './weights';
