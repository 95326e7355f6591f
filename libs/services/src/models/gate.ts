import {
  canonicalJson,
  decisionOf,
  type GateCondition,
  InputError,
  isBetter,
  type PromotionEvidence,
} from '@assay/contracts';
import {
  type Database,
  findModel,
  getAlias,
  getModelVersion,
  getRun,
  listRunMetrics,
  type ModelVersion,
  type RegisteredModel,
  type RunMetric,
  type RunWithExperiment,
} from '@assay/store';
import { primaryMetric } from './primaryMetric';

type Subject = { version: ModelVersion; run: RunWithExperiment; figure: RunMetric | undefined };

export type GateRequest = { model: RegisteredModel; version: number; alias: string; metric?: string | undefined };

/** The registered model and one of its versions. @throws InputError when either is not there */
export async function findModelVersion(
  db: Database,
  request: { name: string; version: number },
): Promise<{ model: RegisteredModel; version: ModelVersion }> {
  const model = await findModel(db, request.name);
  const version = await getModelVersion(db, { modelId: model.id, version: request.version });
  if (version) return { model, version };
  throw new InputError({
    where: 'model',
    found: `"${model.name}" has no version ${request.version}`,
    fix: `see \`assay model show ${model.name}\``,
  });
}

/** Checks every condition of docs/guides/promotion.md and changes nothing. */
export async function checkGate(db: Database, request: GateRequest): Promise<PromotionEvidence> {
  const { model, alias } = request;
  const candidate = await load(db, model, request.version, request.metric);
  const metric = request.metric ?? primaryMetric(candidate.run.config);
  const current = await getAlias(db, { modelId: model.id, alias });
  const live = current ? await load(db, model, current.version, metric) : undefined;
  return {
    run: candidate.run.id,
    metric,
    value: candidate.figure?.last ?? null,
    datasetDigest: candidate.figure?.datasetDigest ?? candidate.run.datasetDigest,
    comparedWith: live ? { version: live.version.version, value: live.figure?.last ?? null } : null,
    conditions: [
      hasSucceeded(candidate),
      isTestFigure(metric),
      hasFigure(candidate, metric),
      isNotLive(candidate, live, alias),
      isNotWorse(candidate, live, metric),
      isCodeKnown(candidate),
    ],
  };
}

/** @throws InputError that names the first condition that fails */
export function requireOpen(evidence: PromotionEvidence, subject: string): void {
  const failed = evidence.conditions.filter((condition) => !condition.ok);
  if (failed.length === 0) return;
  throw new InputError({
    where: `promotion of ${subject}`,
    found: `refused: ${failed.map(({ name, detail }) => `condition "${name}" fails: ${detail}`).join('; ')}`,
  });
}

async function load(
  db: Database,
  model: RegisteredModel,
  number: number,
  metric: string | undefined,
): Promise<Subject> {
  const version = await getModelVersion(db, { modelId: model.id, version: number });
  const run = version && (await getRun(db, version.runId));
  if (!version || !run) throw new Error(`version ${number} of "${model.name}" has lost its run`);
  const keys = [metric ?? primaryMetric(run.config)];
  const [figure] = await listRunMetrics(db, { runs: [run.id], keys });
  return { version, run, figure };
}

function hasSucceeded({ run }: Subject): GateCondition {
  return { name: 'run succeeded', ok: run.status === 'succeeded', detail: `run ${run.id} ${run.status}` };
}

function isTestFigure(metric: string): GateCondition {
  const ok = metric.startsWith('test/');
  return { name: 'test figure', ok, detail: ok ? metric : `${metric} was not measured on test pictures` };
}

function hasFigure({ run, figure }: Subject, metric: string): GateCondition {
  return {
    name: 'figure measured',
    ok: figure !== undefined,
    detail: figure ? `${metric} = ${figure.last}` : `run ${run.id} has no ${metric}`,
  };
}

function isNotLive(candidate: Subject, live: Subject | undefined, alias: string): GateCondition {
  const ok = live?.version.version !== candidate.version.version;
  const detail = live ? `${alias} is version ${live.version.version}` : `${alias} names no version yet`;
  return { name: 'not live already', ok, detail };
}

/** Only figures of the same test pictures under the same protocol can refuse: others say nothing about each other. */
function isNotWorse(candidate: Subject, live: Subject | undefined, metric: string): GateCondition {
  const name = 'not worse than live';
  if (!live) return { name, ok: true, detail: 'nothing is live to compare with' };
  const number = live.version.version;
  const [ours, theirs] = [candidate.figure, live.figure];
  if (!ours || !theirs) return { name, ok: true, detail: `not comparable: no ${metric} on both sides` };
  if (ours.datasetDigest !== theirs.datasetDigest) {
    return { name, ok: true, detail: `not comparable: version ${number} was measured on other test pictures` };
  }
  if (canonicalJson(decisionOf(ours.protocol)) !== canonicalJson(decisionOf(theirs.protocol))) {
    return { name, ok: true, detail: `not comparable: version ${number} was measured under another protocol` };
  }
  const isWorse = isBetter(metric, theirs.last, ours.last);
  const detail = `${metric} is ${ours.last}, version ${number} that is live has ${theirs.last}`;
  return { name, ok: !isWorse, detail };
}

/** Never refuses, since a good model is not made worse by it, but the evidence shall say what code it came from. */
function isCodeKnown({ run }: Subject): GateCondition {
  const commit = run.record?.commit;
  const detail = !commit
    ? 'warning: the commit is not known'
    : run.record?.isTreeClean === true
      ? `commit ${commit.slice(0, 12)}, no uncommitted changes`
      : `warning: commit ${commit.slice(0, 12)} with uncommitted changes`;
  return { name: 'code recorded', ok: true, detail };
}
