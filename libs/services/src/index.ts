export { type ComparisonQuery, compareExperiment, comparisonMetrics } from './compare/compareExperiment';
export type { Actor, Artifacts, Context } from './context';
export {
  type ItemQuery,
  listDatasets,
  listItems,
  readManifest,
  resolveDatasetVersion,
  showDataset,
} from './datasets/datasets';
export { type NewDataset, publishDatasetVersion } from './datasets/publishDatasetVersion';
export { completeFolds, lockFolds, type OutOfFold } from './folds/completeFolds';
export { type FoldRow, type FoldTable, showFolds } from './folds/showFolds';
export { readBundle } from './models/bundle';
export { modelHistory } from './models/modelHistory';
export { listModels, resolveModel, showModel } from './models/models';
export { primaryMetric } from './models/primaryMetric';
export { ALIASES, checkPromotion, type PromotionRequest, promoteModel, rollbackModel } from './models/promoteModel';
export { registerModel } from './models/registerModel';
export { health } from './overview/health';
export { home } from './overview/home';
export { listWorkers } from './overview/workers';
export {
  encodePredictions,
  type Predictions,
  predictionsName,
  readPredictions,
} from './predictions/predictionsFile';
export { classFigures, goodOnlyFigures, type SplitFigures, splitFigures } from './predictions/splitFigures';
export { applySettings, parseSetting, type Setting } from './runs/applySettings';
export { bestCheckpoint } from './runs/bestCheckpoint';
export { cancelRun } from './runs/cancelRun';
export { listRuns, type RunQuery } from './runs/listRuns';
export { queueFirstRun } from './runs/queueFirstRun';
export { type QueueRequest, queueRuns } from './runs/queueRuns';
export { rerun } from './runs/rerun';
export { type LogQuery, runLogs } from './runs/runLogs';
export { runMetrics, type SeriesQuery } from './runs/runMetrics';
export { showRun } from './runs/showRun';
export type {
  DatasetDetail,
  DatasetName,
  DatasetSummary,
  GateAnswer,
  Health,
  Home,
  ItemPage,
  ModelDetail,
  ModelEvent,
  ModelHistory,
  ModelSummary,
  ModelVersionSummary,
  PromotionAnswer,
  PublishedDataset,
  QueuedRuns,
  ResolvedModel,
  ResolvedNetwork,
  RunDetail,
  RunLogLine,
  RunSeries,
  RunSummary,
  WeightsSummary,
  WorkerSummary,
} from './types';
export { resolveNetwork } from './weights/resolveNetwork';
export { listWeights, type NewWeights, registerWeights, requireFreeName } from './weights/weights';
