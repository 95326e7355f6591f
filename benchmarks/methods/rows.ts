import { canonicalJson, configDigestInput, PretrainConfig, parseOrExplain } from '@assay/contracts';
import { sha256 } from '@assay/data';
import type { Machine } from '../machine';
import type { StoredRow } from '../results';
import type { Prepared } from './datasets';
import { AUGMENTS, BACKBONE_NAMES, BACKBONES, type BackboneName, METHOD_NAMES, SETTINGS } from './settings';

/** What stands beside the methods: no training at all, a descriptor made by hand, weights from elsewhere. */
export const BASELINES = ['random', 'hog', 'imagenet'] as const;
export type BaselineName = (typeof BASELINES)[number];

/** One cell of the table and one seed. */
export type Plan = {
  key: string;
  dataset: string;
  /** `none` for what has no network of ours. */
  backbone: BackboneName | 'none';
  method: string;
  seed: number;
};

export type Figures = { accuracy: number; balancedAccuracy: number; protocol: unknown };

/** A plan that was worked off. */
export type MethodRow = StoredRow &
  Omit<Plan, 'key'> & {
    outcome: 'measured' | 'notApplicable' | 'failed';
    /** Why it was not measured. */
    reason?: string;
    /** Of all that the row follows from but the seed, the epochs and the code. */
    settingDigest: string;
    datasetDigest: string;
    /** The pretraining as `assay run` takes it; null where nothing is pretrained. */
    config: unknown;
    epochs: number | null;
    steps: number | null;
    /** Of the steps alone; with loading and compiling; and with both probes. */
    trainSeconds: number | null;
    pretrainSeconds: number | null;
    totalSeconds: number | null;
    peakMb: number | null;
    /** On test pictures. */
    knn: Figures | null;
    linear: Figures | null;
    /** Share of the most frequent class among the test pictures. */
    majorityShare: number | null;
    machine: Machine;
    /** Part of the machine's processor time that others used meanwhile. */
    othersShare: number;
  };

export const SEEDS = [0, 1, 2];
/** Wall clock of the steps of a pretraining. */
export const SECONDS = 90;
export const SECONDS_QUICK = 3;
const WARMUP_SHARE = 0.1;

/**
 * All rows: baselines first, then seed by seed, so that a run that is stopped has every method once.
 *
 * @param hasImagenet whether there are weights to measure
 */
export function allPlans(
  datasets: readonly { name: string; isColoured: boolean }[],
  { hasImagenet }: { hasImagenet: boolean },
): Plan[] {
  const handmade = hasImagenet ? (['hog', 'imagenet'] as const) : (['hog'] as const);
  const cells = datasets.flatMap(({ name, isColoured }) => [
    ...BACKBONE_NAMES.map((backbone) => ({ dataset: name, backbone, method: 'random' })),
    ...handmade.map((method) => ({ dataset: name, backbone: 'none' as const, method })),
    // A set in colour is there for the methods that need one.
    ...METHOD_NAMES.filter((method) => (SETTINGS[method]?.isColoured ?? false) === isColoured).flatMap((method) =>
      BACKBONE_NAMES.map((backbone) => ({ dataset: name, backbone, method })),
    ),
  ]);
  return SEEDS.flatMap((seed) =>
    cells
      .filter(({ method }) => seed === 0 || !isSeedless(method))
      .map((cell) => ({ key: `${cell.dataset}/${cell.backbone}/${cell.method}/seed${seed}`, ...cell, seed })),
  );
}

export function isBaseline(method: string): method is BaselineName {
  return BASELINES.some((name) => name === method);
}

/** Nothing in these is drawn. */
function isSeedless(method: string): boolean {
  return method === 'hog' || method === 'imagenet';
}

/** The pretraining of a plan. @throws InputError when a line of the settings is wrong */
export function pretrainConfig(plan: Plan, dataset: Prepared, epochs: number): PretrainConfig {
  if (plan.backbone === 'none') throw new Error(`${plan.key} trains nothing`);
  const { method = {}, augment = 'views', views = {}, optimizer } = SETTINGS[plan.method] ?? {};
  const network = BACKBONES[plan.backbone];
  const config = {
    task: 'pretrain',
    seed: plan.seed,
    dataset: { name: dataset.name },
    input: dataset.input,
    augment: AUGMENTS[augment],
    views,
    backbone: network.backbone,
    method: { kind: plan.method, ...method },
    optimizer: optimizer ?? network.optimizer,
    schedule: { kind: 'cosine', warmupEpochs: WARMUP_SHARE * epochs },
    epochs,
    batchSize: batchSizeOf(plan, dataset),
    // Nothing but the last state is of use here.
    checkpoint: { everyEpochs: epochs, keep: 1 },
  };
  return parseOrExplain(PretrainConfig, config, `settings of ${plan.method}`);
}

/** The backbone's, or half of a smaller set. */
export function batchSizeOf({ backbone }: Plan, { trainPictures }: Pick<Prepared, 'trainPictures'>): number {
  const { batchSize } = BACKBONES[backbone === 'none' ? 'resnet' : backbone];
  return Math.min(batchSize, Math.floor(trainPictures / 2));
}

/** What a row follows from: with another digest a stored row is out of date. A config's later fields change none. */
export function settingDigest(plan: Plan, dataset: Prepared, seconds: number): string {
  const config = isBaseline(plan.method) ? plan.method : configDigestInput(pretrainConfig(plan, dataset, 1));
  return sha256(canonicalJson({ config, dataset: dataset.digest, input: dataset.input, seconds })).slice(0, 16);
}

/** Whether a plan needs no work: its own row is there, or its cell is known not to work at all. */
export function isDone(
  plan: Plan,
  { digest, isQuick, stored }: { digest: string; isQuick: boolean; stored: readonly MethodRow[] },
): boolean {
  return stored.some(
    (row) =>
      row.settingDigest === digest &&
      row.isQuick === isQuick &&
      (row.key === plan.key || (row.outcome === 'notApplicable' && isSameCell(row, plan))),
  );
}

/** Epochs of an earlier seed of the same cell, on whatever machine, so that all seeds train alike. */
export function knownEpochs(
  plan: Plan,
  given: { digest: string; isQuick: boolean; stored: readonly MethodRow[] },
): number | null {
  const row = given.stored.find(
    (one) =>
      one.outcome === 'measured' &&
      one.settingDigest === given.digest &&
      one.isQuick === given.isQuick &&
      isSameCell(one, plan),
  );
  return row?.epochs ?? null;
}

/** Whether steps take as long on both: a core with wider vectors computes twice as much. */
export function isSameMachine(a: Kernelled, b: Kernelled): boolean {
  return a.cpu === b.cpu && a.cores === b.cores && a.simd.join() === b.simd.join();
}
type Kernelled = Pick<Machine, 'cpu' | 'cores' | 'simd'>;

type Cell = Pick<Plan, 'dataset' | 'backbone' | 'method'>;
export function isSameCell(a: Cell, b: Cell): boolean {
  return a.dataset === b.dataset && a.backbone === b.backbone && a.method === b.method;
}
