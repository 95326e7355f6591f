import type {
  ArtifactKind,
  Direction,
  GateCondition,
  ImportProblem,
  ImportReport,
  MetricUnit,
  ModelBundle,
  PretrainConfig,
  PromotionEvidence,
  RunConfig,
  RunRecord,
  RunStatus,
  Task,
  WeightsFacts,
} from '@assay/contracts';
import type { DatasetCounts, ExperimentSummary, ItemRow, PromotionKind, RunProgress } from '@assay/store';

/** Shapes that both apps read. Times are Dates here and ISO 8601 in JSON. */

export type DatasetName = { name: string; version: number; digest: string };

/** A run as a table shows it. */
export type RunSummary = {
  id: string;
  experiment: string;
  label: string;
  task: Task;
  /** The config's short facts. */
  description: string;
  seed: number;
  status: RunStatus;
  reason: string | null;
  dataset: DatasetName;
  configDigest: string;
  attempt: number;
  progress: RunProgress | null;
  /** Last value of each test, validation, train and probe figure. */
  metrics: Record<string, number>;
  dependsOn: string | null;
  queuedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  createdBy: string;
};

export type RunDetail = Omit<RunSummary, 'metrics'> & {
  config: RunConfig;
  commit: string | null;
  isTreeClean: boolean | null;
  engine: string | null;
  record: RunRecord | null;
  attempts: {
    number: number;
    status: string;
    worker: string;
    reason: string | null;
    resumedStep: number | null;
    startedAt: Date;
    endedAt: Date | null;
  }[];
  metrics: {
    final: Record<string, number>;
    best: Record<string, { value: number; step: number }>;
  };
  artifacts: { kind: ArtifactKind; name: string; digest: string; bytes: number; step: number; createdAt: Date }[];
  /** Model versions that it became. */
  models: { name: string; version: number }[];
  /** Runs that start from its weights. */
  dependants: { id: string; label: string; status: RunStatus }[];
};

export type RunSeries = {
  key: string;
  direction: Direction;
  unit: MetricUnit;
  points: { step: number; pictures: number; value: number; time: Date }[];
};

export type RunLogLine = {
  seq: number;
  attempt: number;
  level: 'info' | 'warning' | 'error';
  message: string;
  step: number;
  time: string;
};

export type DatasetSummary = DatasetName & {
  versions: number;
  format: string;
  classes: string[];
  items: number;
  splits: DatasetCounts['splits'];
  annotations: DatasetCounts['annotations'];
  /** Pictures that show a class, by split and in class order. */
  perClass: DatasetCounts['perClass'];
  createdAt: Date;
  createdBy: string;
};

export type DatasetDetail = DatasetSummary & {
  problems: ImportProblem[];
  origin: Record<string, unknown>;
  history: (DatasetName & { items: number; format: string; createdAt: Date; createdBy: string })[];
};

export type ItemPage = { total: number; classes: string[]; items: ItemRow[] };

export type ModelVersionSummary = {
  version: number;
  run: string;
  label: string;
  experiment: string;
  seed: number;
  task: Task;
  metrics: Record<string, number>;
  /** The figure that its promotion rests on. */
  primary: { metric: string; value: number | null };
  dataset: DatasetName;
  bundleDigest: string;
  aliases: string[];
  createdAt: Date;
  createdBy: string;
};

export type ModelSummary = {
  name: string;
  versions: number;
  latest: number;
  /** Version of each alias. */
  aliases: Record<string, number>;
  live: ModelVersionSummary | null;
  createdAt: Date;
  createdBy: string;
};

export type ModelDetail = Omit<ModelSummary, 'versions'> & { versions: ModelVersionSummary[] };

export type ModelEvent = {
  id: number;
  kind: PromotionKind;
  alias: string;
  from: number | null;
  to: number;
  actor: string;
  reason: string;
  at: Date;
  evidence: PromotionEvidence | null;
};

export type PromotionAnswer = { name: string; event: ModelEvent; evidence: PromotionEvidence };

/** Whether a promotion would be let through, before anybody types a reason. */
export type GateAnswer = { isOpen: boolean; conditions: GateCondition[]; evidence: PromotionEvidence };

export type ModelHistory = {
  name: string;
  /** The time that was asked about; null for now. */
  at: Date | null;
  /** What each alias named then. */
  live: Record<string, { version: number; since: Date; actor: string; reason: string }>;
  /** Oldest first, up to that time. */
  events: ModelEvent[];
};

export type ResolvedModel = {
  name: string;
  version: number;
  /** The alias that it was asked by. */
  alias: string | null;
  run: string;
  bundleDigest: string;
  bundle: ModelBundle;
};

export type WorkerSummary = {
  id: string;
  host: string;
  pid: number;
  engine: string;
  threads: number;
  currentJob: string | null;
  silentSeconds: number;
  isAlive: boolean;
  startedAt: Date;
};

export type Home = {
  running: RunSummary[];
  /** Queued and waiting, in the order of the queue. */
  next: RunSummary[];
  recent: RunSummary[];
  live: { name: string; alias: string; version: ModelVersionSummary; since: Date; actor: string; reason: string }[];
  experiments: ExperimentSummary[];
  datasets: number;
  workers: WorkerSummary[];
};

export type Health = {
  status: 'ok' | 'degraded' | 'down';
  database: { isOk: boolean; detail: string; milliseconds: number | null };
  artifacts: { isOk: boolean; detail: string };
  worker: { isOk: boolean; alive: number; detail: string; workers: WorkerSummary[] };
  /** The engine that the workers report. */
  engine: { isOk: boolean; detail: string };
};

export type QueuedRuns = {
  experiment: string;
  /** One a seed. */
  runs: string[];
  /** Pretraining that was queued or found for them. */
  pretraining: string[];
};

export type PublishedDataset = ImportReport & { version: number; isNew: boolean };

/** Pretrained weights that were brought in. */
export type WeightsSummary = WeightsFacts & {
  name: string;
  /** Artifact with the tensors in our names. */
  digest: string;
  bytes: number;
  createdAt: Date;
  createdBy: string;
};

/** A network with its weights, wherever they come from. */
export type ResolvedNetwork = {
  kind: 'weights' | 'run' | 'model';
  /** The weights' or model's name, or the run's id. */
  name: string;
  /** Artifact with `model.*`. */
  digest: string;
  backbone: WeightsFacts['backbone'];
  input: WeightsFacts['input'];
  /** The pretraining whose checkpoint it is, and its step; null where the file is of weights. */
  checkpoint: { config: PretrainConfig; step: number } | null;
  /** Tensors that were never in the file: they are as drawn. */
  missing: string[];
};
