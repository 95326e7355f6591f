import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RunConfig } from '@assay/contracts';
import { openArtifacts } from '@assay/store';
import { z } from 'zod';
import { measurePrediction } from './measurePrediction';

/** A model that takes longer is not worth the wait. */
const SECONDS_MAX = 90;

const Said = z.union([z.strictObject({ milliseconds: z.number() }), z.strictObject({ reason: z.string() })]);

/**
 * Milliseconds a picture on one thread. A model without a network has no other thread and is measured here, a network in a
 * process of its own.
 *
 * @throws Error that says why it could not be measured
 */
export async function timePrediction(
  config: RunConfig,
  { artifactsUrl, bundle }: { artifactsUrl: string; bundle: string },
): Promise<number> {
  if (!('backbone' in config)) return measurePrediction({ artifacts: openArtifacts(artifactsUrl), bundle });
  const entry = fileURLToPath(new URL('./predictionProcess.ts', import.meta.url));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = fork(entry, [], { execArgv: ['--import', tsx], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const late = setTimeout(() => child.kill('SIGKILL'), SECONDS_MAX * 1000);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('message', (raw) => {
        const said = Said.parse(raw);
        if ('milliseconds' in said) resolve(said.milliseconds);
        else reject(new Error(said.reason));
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`no answer in ${SECONDS_MAX} s`)));
      child.send({ artifactsUrl, bundle });
    });
  } finally {
    clearTimeout(late);
    child.kill('SIGKILL');
  }
}
