import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BEST_CHECKPOINT_NAME, CHECKPOINT_NAME, type FinetuneConfig, type PretrainConfig } from '@assay/contracts';
import { encodeCheckpoint, readCheckpoint, type TrainingParts } from './checkpoint';
import type { TaskContext } from './context';

/** Seconds of work that a crash may cost at most, and how soon the first checkpoint is written. */
const SAFETY_SECONDS = 20;
const FIRST_SAFETY_SECONDS = 3;

export interface Checkpoints {
  /** Sets the parts to the newest checkpoint and answers its step; 0 when there is none. */
  restore(): Promise<number>;
  /** Stores a checkpoint as an artifact of the run, once a step; the run keeps as many as its config says. */
  store(step: number): Promise<void>;
  /** Stores a checkpoint as the best so far; the run keeps one of them, beside those of `store`. */
  storeBest(step: number): Promise<void>;
  /** Overwrites the checkpoint in the run's folder on this machine when the last one is old enough. */
  keepSafe(step: number): Promise<void>;
}

/**
 * Checkpoints of one attempt. Those of the config's choice are artifacts, so that any worker can go on from them; one
 * of the last seconds lies in the run's own folder, for a crash on this machine. Reading a state never changes it, so
 * how often one is written has no influence on the result.
 */
export function createCheckpoints(
  context: TaskContext<PretrainConfig | FinetuneConfig>,
  parts: TrainingParts,
): Checkpoints {
  const { assignment, artifacts, report, now, engine } = context;
  const { configDigest, datasetDigest, workFolder } = assignment;
  const identity = { configDigest, datasetDigest, engine: engine.identity };
  const place = join(workFolder, 'checkpoint.safetensors');
  let keptAt = now() - (SAFETY_SECONDS - FIRST_SAFETY_SECONDS) * 1000;
  let storedStep = -1;

  async function candidates(): Promise<{ step: number; read: ReturnType<typeof readCheckpoint> }[]> {
    const sources = [
      { name: 'checkpoint of this machine', load: () => readFile(place) },
      ...(assignment.resume
        ? [{ name: 'stored checkpoint', load: () => artifacts.read(assignment.resume?.digest ?? '') }]
        : []),
    ];
    const found = [];
    for (const { name, load } of sources) {
      try {
        const read = readCheckpoint(await load());
        const { header } = read;
        if (header.configDigest !== configDigest || header.datasetDigest !== datasetDigest) {
          report.log(0, `the ${name} belongs to another config or dataset and is not used`, 'warning');
          continue;
        }
        found.push({ step: header.step, read });
      } catch (error) {
        if (isMissingFile(error)) continue;
        report.log(0, `the ${name} cannot be read and is not used: ${messageOf(error)}`, 'warning');
      }
    }
    return found.sort((a, b) => b.step - a.step);
  }

  return {
    async restore() {
      const [newest] = await candidates();
      if (!newest) return 0;
      newest.read.restore(parts);
      if (newest.read.header.engine !== engine.identity) {
        report.log(
          newest.step,
          `the checkpoint was made by "${newest.read.header.engine}", this is "${engine.identity}": sums may differ`,
          'warning',
        );
      }
      storedStep = newest.step === assignment.resume?.step ? newest.step : -1;
      return newest.step;
    },
    async store(step) {
      if (step === storedStep) return;
      const stored = await artifacts.put(encodeCheckpoint(step, parts, identity));
      storedStep = step;
      keptAt = now();
      const { keep } = context.config.checkpoint;
      report.artifact({ kind: 'checkpoint', name: CHECKPOINT_NAME, ...stored, step, keep });
    },
    async storeBest(step) {
      // Where one of `store` follows at the same step, it is the same bytes.
      const stored = await artifacts.put(encodeCheckpoint(step, parts, identity));
      report.artifact({ kind: 'checkpoint', name: BEST_CHECKPOINT_NAME, ...stored, step, keep: 1 });
    },
    async keepSafe(step) {
      if (step === storedStep || now() - keptAt < SAFETY_SECONDS * 1000) return;
      await mkdir(workFolder, { recursive: true });
      await writeFile(`${place}.new`, encodeCheckpoint(step, parts, identity));
      await rename(`${place}.new`, place);
      keptAt = now();
    },
  };
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
