import 'server-only';
import {
  type Database,
  listExperiments,
  listModels,
  listRecentPromotions,
  listRuns,
  type ModelVersion,
} from '@assay/store';
import { type RunRow, toRunRows } from './runRows';

const EXPERIMENTS_MAX = 12;
const OPEN_RUNS_MAX = 50;

export type LiveModel = {
  name: string;
  version: ModelVersion;
  since: Date;
  actor: string | null;
  reason: string | null;
};

export type ExperimentCard = {
  id: string;
  name: string;
  question: string | null;
  lastQueuedAt: Date | null;
  statuses: Awaited<ReturnType<typeof listExperiments>>[number]['statuses'];
  /** Succeeded runs' headline figures by label; only the figure that most of them have. */
  strategies: { label: string; key: string; values: number[] }[];
};

export type Home = { running: RunRow[]; queued: number; live: LiveModel[]; experiments: ExperimentCard[] };

/** What a reader wants to see first: what is going on, what is live, what came out. */
export async function readHome(db: Database): Promise<Home> {
  const [open, experiments, live] = await Promise.all([
    listRuns(db, { statuses: ['running', 'queued', 'waiting'], limit: OPEN_RUNS_MAX }),
    listExperiments(db, { limit: EXPERIMENTS_MAX }),
    liveModels(db),
  ]);
  const running = open.filter((run) => run.status === 'running');
  return {
    running: await toRunRows(db, running),
    queued: open.length - running.length,
    live,
    experiments: await Promise.all(experiments.map((experiment) => toCard(db, experiment))),
  };
}

async function liveModels(db: Database): Promise<LiveModel[]> {
  const [models, promotions] = await Promise.all([listModels(db), listRecentPromotions(db, { limit: 1000 })]);
  return models.flatMap((model) => {
    const alias = model.aliases.find((candidate) => candidate.alias === 'production');
    const version = model.versions.find((candidate) => candidate.version === alias?.version);
    if (!alias || !version) return [];
    const event = promotions.find((promotion) => promotion.modelId === model.id && promotion.alias === 'production');
    return [
      {
        name: model.name,
        version,
        since: event?.at ?? alias.updatedAt,
        actor: event?.actor ?? null,
        reason: event?.reason ?? null,
      },
    ];
  });
}

async function toCard(
  db: Database,
  experiment: Awaited<ReturnType<typeof listExperiments>>[number],
): Promise<ExperimentCard> {
  const runs = await listRuns(db, { experimentId: experiment.id, statuses: ['succeeded'], limit: 500 });
  const rows = (await toRunRows(db, runs)).filter((run) => run.figure?.key.startsWith('test/'));
  const strategies = new Map<string, { label: string; key: string; values: number[] }>();
  for (const { label, figure } of rows) {
    if (!figure) continue;
    const id = `${label} ${figure.key}`;
    const strategy = strategies.get(id) ?? { label, key: figure.key, values: [] };
    strategies.set(id, strategy);
    strategy.values.push(figure.value);
  }
  return {
    id: experiment.id,
    name: experiment.name,
    question: experiment.question,
    lastQueuedAt: experiment.lastQueuedAt,
    statuses: experiment.statuses,
    strategies: [...strategies.values()].sort((a, b) => a.key.localeCompare(b.key) || mean(b.values) - mean(a.values)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
