export { type ArtifactStore, BrokenArtifactError, MissingArtifactError } from './artifacts/artifactStore';
export { openArtifacts } from './artifacts/openArtifacts';
export { createId } from './createId';
export { type Database, openStore, type Store } from './database';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/startEmbeddedPostgres';
export { migrate } from './migrate';
export { isArtifactReferenced } from './queries/artifactReferences';
export { listAttempts } from './queries/attempts';
export { listAudit, recordAudit } from './queries/audit';
export {
  type DatasetVersionWithName,
  ensureDataset,
  findDatasetVersion,
  insertDatasetVersion,
  listDatasets,
  listDatasetVersions,
  type NewDatasetVersion,
} from './queries/datasets';
export { type ExperimentSummary, ensureExperiment, findExperiment, listExperiments } from './queries/experiments';
export { countItems, type ItemFilter, insertItems, listItems } from './queries/items';
export { lockName } from './queries/locks';
export { listMetricKeys, listMetricPoints, listRunMetrics, type MetricCurve, metricCurve } from './queries/metrics';
export {
  ensureModel,
  findModel,
  getModelVersion,
  insertModelVersion,
  listModels,
  listModelVersionsOfRun,
  lockModel,
  type ModelWithVersions,
} from './queries/models';
export { getAlias, listPromotions, listRecentPromotions, moveAlias } from './queries/promotions';
export { listRunArtifacts, newestRunArtifact } from './queries/runArtifacts';
export { listRunEvents, type RunEventWithTime } from './queries/runEvents';
export {
  countRuns,
  findReusableRun,
  findRun,
  getRun,
  insertRun,
  listRuns,
  type NewRun,
  type RunFilter,
  type RunWithExperiment,
  setRunRecord,
} from './queries/runs';
export { findWeights, getWeights, insertWeights, listWeights } from './queries/weights';
export { listWorkers, removeWorker, reportWorker } from './queries/workers';
export { appendRunEvents } from './queue/appendRunEvents';
export { CHANNELS, type Channel, notify } from './queue/channels';
export { type ClaimedJob, claimJob } from './queue/claimJob';
export { deleteAfterStep } from './queue/deleteAfterStep';
export { enqueueJob } from './queue/enqueueJob';
export { finishJob, type JobOutcome, releaseJob, renewLease } from './queue/holdJob';
export { countJobs, findJob, listJobs } from './queue/jobs';
export { type Lease, LostLeaseError, type RunLease } from './queue/lease';
export { type Listener, type ListenHandlers, listen } from './queue/listen';
export { listenForJobs, type Wake } from './queue/listenForJobs';
export { type LateResults, recordResults } from './queue/recordResults';
export { requestCancel } from './queue/requestCancel';
export { type ResolvedDatabase, resolveDatabase } from './resolveDatabase';
export type { Alias } from './schema/aliases';
export type { Attempt } from './schema/attempts';
export type { AuditEntry } from './schema/audit';
export type { Dataset } from './schema/datasets';
export type { DatasetCounts, DatasetVersion } from './schema/datasetVersions';
export type { Experiment } from './schema/experiments';
export type { ItemRow } from './schema/items';
export type { Job } from './schema/jobs';
export type { StoredMetricPoint } from './schema/metricPoints';
export type { ModelVersion } from './schema/modelVersions';
export type { PromotionEvent, PromotionKind } from './schema/promotionEvents';
export type { RegisteredModel } from './schema/registeredModels';
export type { RunArtifact } from './schema/runArtifacts';
export type { ResultProtocol, RunMetric } from './schema/runMetrics';
export type { Run, RunProgress } from './schema/runs';
export type { Weights } from './schema/weights';
export type { Worker } from './schema/workers';
