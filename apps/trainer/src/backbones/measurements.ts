import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { canonicalJson } from '@assay/contracts';
import { z } from 'zod';
import type { Measured, MeasureRequest } from './measure';
import { MeasuredFigures } from './measureApart';

const Stored = z.record(z.string(), MeasuredFigures.extend({ isBusy: z.boolean() }));

/** What figures are true of: they are measured anew on another machine and with another engine. */
export type Place = { machine: string; engine: string };

export function machineName(): string {
  const cpu = cpus()[0]?.model.trim() || 'unknown processor';
  return `${cpu}, ${availableParallelism()} threads, ${Math.round(totalmem() / 2 ** 30)} GB`;
}

/** Whether others compute on the machine now: times may then be several times too long. Where no load is told, never. */
export function isMachineBusy(load = loadavg()[0] ?? 0): boolean {
  return load > 0.75 * availableParallelism();
}

/** `isBusy`: others computed on the machine meanwhile, so that the times are too long. */
export type KnownFigures = Measured & { isBusy: boolean };

/** Figures that were measured before, in a file of the installation's home. */
export interface Measurements {
  find(request: MeasureRequest): KnownFigures | undefined;
  keep(request: MeasureRequest, measured: Measured): Promise<KnownFigures>;
}

/**
 * A file that cannot be read counts as empty: nothing in it cannot be measured again.
 *
 * @param isBusy whether the machine is now; figures of a busy machine are worth no more than until it is calm
 */
export async function openMeasurements(home: string, place: Place, isBusy = false): Promise<Measurements> {
  const file = join(home, 'measured', 'backbones.json');
  const keyOf = (request: MeasureRequest) => canonicalJson({ ...place, ...request });
  const read = async () => {
    const text = await readFile(file, 'utf8').catch(() => '{}');
    try {
      return Stored.parse(JSON.parse(text));
    } catch {
      return {};
    }
  };
  const known = await read();
  return {
    find(request) {
      const found = known[keyOf(request)];
      return found && (isBusy || !found.isBusy) ? found : undefined;
    },
    async keep(request, measured) {
      const figures = { ...measured, isBusy };
      known[keyOf(request)] = figures;
      // Read again: another command may have written in the meantime. Renamed into place, so that no reader sees half.
      const all = { ...(await read()), ...known };
      await mkdir(dirname(file), { recursive: true });
      const half = `${file}.${process.pid}`;
      await writeFile(half, `${JSON.stringify(all, null, 1)}\n`);
      await rename(half, file);
      return figures;
    },
  };
}
