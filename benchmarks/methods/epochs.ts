import type { BenchmarkContext } from '../benchmark';
import { describeCommit, describeMachine, loadAverage } from '../machine';
import { readResults, type StoredRow, storeResults } from '../results';
import type { Prepared } from './datasets';
import type { Answer } from './orders';
import { batchSizeOf, isBaseline, type MethodRow, type Plan, pretrainConfig } from './rows';
import { startRow } from './startRow';

const FILE = 'methodsEpochs';
const CALIBRATION_SECONDS = 6;

/** How many epochs fill the time; known before any row is trained, so that rows may be trained beside other work. */
export type EpochsRow = StoredRow &
  Omit<Plan, 'key' | 'seed'> &
  Pick<MethodRow, 'settingDigest' | 'machine'> & { epochs: number; stepSeconds: number };

export function readEpochs(): EpochsRow[] {
  return (readResults(FILE)?.rows ?? []) as EpochsRow[]; // its own file
}

/** The epochs that were stored for a cell. */
export function storedEpochs(digest: string, rows: readonly EpochsRow[], isQuick: boolean): number | null {
  return rows.find((row) => row.settingDigest === digest && row.isQuick === isQuick)?.epochs ?? null;
}

export type Calibration = { dataset: Prepared; digest: string; seconds: number; threads: number } & Pick<
  BenchmarkContext,
  'say' | 'isQuick'
>;

/**
 * Measures a step, stores how many epochs fill the time, and gives them; or says why there are none.
 *
 * @param plan no baseline
 */
export async function findEpochs(plan: Plan, given: Calibration): Promise<number | Answer> {
  const { dataset, digest, seconds, threads, say, isQuick } = given;
  if (isBaseline(plan.method)) throw new Error(`${plan.key} trains nothing`);
  const perEpoch = Math.floor(dataset.trainPictures / batchSizeOf(plan, dataset));
  // So many that every step is reported, and that it is not over before its time is known.
  const config = pretrainConfig(plan, dataset, Math.max(1, Math.floor(2000 / perEpoch)));
  const calibration = Math.min(CALIBRATION_SECONDS, seconds);
  const load = loadAverage();
  const order = { dataset, seed: plan.seed, threads, phase: 'calibrate' as const, config, seconds: calibration };
  const answer = await startRow(order);
  if (answer.kind !== 'calibrated') return answer;
  const { stepSeconds, versions } = answer;
  const epochs = Math.max(1, Math.round(seconds / (stepSeconds * perEpoch)));
  say(`  ${stepSeconds.toFixed(3)} s a step, ${perEpoch} steps an epoch: ${epochs} epochs`);
  const { dataset: name, backbone, method } = plan;
  const key = `${name}/${backbone}/${method}`;
  const facts = { date: new Date().toISOString(), commit: describeCommit(), loadAverage: load, isQuick };
  const machine = describeMachine();
  const row: EpochsRow = {
    key,
    dataset: name,
    backbone,
    method,
    settingDigest: digest,
    epochs,
    stepSeconds,
    machine,
    ...facts,
  };
  storeResults({ name: FILE, commit: row.commit, machine, versions, rows: [row] });
  return epochs;
}
