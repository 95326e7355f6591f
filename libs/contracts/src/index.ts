export { Comparison, ComparisonGroup, Difference, DoctorCheck, GateCondition, PromotionEvidence } from './answers';
export { CheckpointHeader, ModelBundle, PredictAnswer } from './bundle';
export { canonicalJson } from './canonicalJson';
export { AugmentConfig, BlurConfig, ColourConfig } from './config/augment';
export {
  BackboneConfig,
  describeBackbone,
  EFFICIENT_NET_VARIANTS,
  EfficientNetConfig,
  ModuleConfig,
  needsDropSeed,
  ResnetConfig,
  VitConfig,
  withoutDropPath,
} from './config/backbones';
export { MethodConfig, type MethodName } from './config/methods';
export { MaeConfig } from './config/methods/mae';
export { SimclrConfig } from './config/methods/simclr';
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
export { InputError } from './errors';
export { ARTIFACT_KINDS, ArtifactKind, MetricPoint, RunEvent, type RunEventKind, type StoredRunEvent } from './events';
export {
  HEARTBEAT_SECONDS,
  JOB_STATUSES,
  type JobKind,
  JobPayload,
  JobStatus,
  LEASE_SECONDS,
  MAX_ATTEMPTS,
} from './jobs';
export { Box, ImportProblem, ImportReport, Item, Manifest, Mask, PROBLEM_KINDS } from './manifest';
export { classKey, type Direction, isBetter, type MetricInfo, type MetricUnit, metricInfo } from './metrics';
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
export { Prediction, PredictionsHeader } from './predictions';
export { decisionOf } from './protocol';
