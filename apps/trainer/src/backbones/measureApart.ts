import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Measured, MeasureRequest } from './measure';

const run = promisify(execFile);
const MINUTES_MAX = 10;

export const MeasuredFigures = z.strictObject({
  inferenceMs: z.number().positive(),
  trainingMs: z.number().positive(),
  inferenceMb: z.number().min(0),
  trainingMb: z.number().min(0),
  parameters: z.int().positive(),
}) satisfies z.ZodType<Measured>;

/** Measures in a process of its own, which a backbone that is too large may end. @throws Error saying why it ended */
export async function measureApart(request: MeasureRequest): Promise<Measured> {
  const entry = fileURLToPath(new URL('./measureProcess.ts', import.meta.url));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  try {
    const options = { timeout: MINUTES_MAX * 60_000 };
    const { stdout } = await run(process.execPath, ['--import', tsx, entry, JSON.stringify(request)], options);
    return MeasuredFigures.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  } catch (error) {
    throw new Error(reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { stderr = '', signal } = error as Error & { stderr?: string; signal?: string | null }; // as execFile rejects
  if (signal) return `its process died by ${signal}, as when memory runs out`;
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? error.message;
}
