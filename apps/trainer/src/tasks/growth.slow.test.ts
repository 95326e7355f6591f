import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { TRAININGS } from './testing/trainings';

type Sample = { step: number; tensors: number; handles: number; residentMb: number };

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const script = fileURLToPath(new URL('./testing/manySteps.ts', import.meta.url));

it.each([...TRAININGS.keys()])(
  '2,000 steps of %s hold their handles, and their memory within 3 %%',
  async (name) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', tsx, script, name, '2000']);
    const samples: Sample[] = JSON.parse(stdout);
    const [early, last] = [samples[0], samples.at(-1)];
    expect(last?.step).toBe(2000);
    expect(new Set(samples.map(({ tensors }) => tensors)).size).toBe(1);
    expect(new Set(samples.map(({ handles }) => handles)).size).toBe(1);
    console.info(
      `${name}: ${early?.residentMb} MB at step ${early?.step}, ${last?.residentMb} MB at step ${last?.step}`,
    );
    expect((last?.residentMb ?? Number.POSITIVE_INFINITY) / (early?.residentMb ?? 1)).toBeLessThan(1.03);
  },
  900_000,
);
