import { wholeNumber } from '../cli/numbers';
import { type OutputOptions, say } from '../cli/output';
import { withSession } from '../cli/session';

export async function workerCommand(options: OutputOptions & { once?: boolean; concurrency: string }): Promise<void> {
  const concurrency = wholeNumber('--concurrency', options.concurrency, 1, 64);
  const { runWorker } = await import('../worker/supervisor');
  await withSession(
    async ({ databaseUrl, environment, signal }) => {
      const { home, threads, artifactsUrl } = environment;
      const once = options.once === true;
      await runWorker({ databaseUrl, artifactsUrl, home, threads, concurrency, once, signal, log: say });
    },
    { stopsBySignal: true },
  );
}
