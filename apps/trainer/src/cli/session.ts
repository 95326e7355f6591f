import type { Context } from '@assay/services';
import type { ArtifactStore } from '@assay/store';
import { type Environment, readEnvironment, userName } from '../env';

/** What a command works with. */
export type Session = Context & {
  artifacts: ArtifactStore;
  environment: Environment;
  databaseUrl: string;
  /** Aborted by Ctrl-C or SIGTERM. */
  signal: AbortSignal;
};

/** The user stopped the command. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor() {
    super('interrupted');
  }
}

type Options = {
  /** The command ends by itself soon after the signal; others are left where they stand. */
  stopsBySignal?: boolean;
};

/** Opens database and artifact store, starting the embedded ones when needed, and closes them whatever happens. */
export async function withSession<T>(work: (session: Session) => Promise<T>, options: Options = {}): Promise<T> {
  // Loaded here and not above: a command that only prints its help needs no database driver.
  const { openArtifacts, openStore, resolveDatabase } = await import('@assay/store');
  const environment = readEnvironment();
  const artifacts = openArtifacts(environment.artifactsUrl);
  const stop = listenForStop();
  const database = await resolveDatabase(environment);
  const store = openStore({ databaseUrl: database.databaseUrl, applicationName: 'assay command' });
  try {
    const session: Session = {
      db: store.db,
      artifacts,
      actor: { name: userName(), role: 'admin' },
      environment,
      databaseUrl: database.databaseUrl,
      signal: stop.signal,
    };
    const working = work(session);
    if (options.stopsBySignal) return await working;
    working.catch(() => {});
    return await Promise.race([working, stop.interrupted]);
  } finally {
    await store.close();
    await database.close();
    stop.dispose();
  }
}

function listenForStop() {
  const controller = new AbortController();
  const abort = () => controller.abort(new InterruptedError());
  process.on('SIGINT', abort);
  process.on('SIGTERM', abort);
  const interrupted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  interrupted.catch(() => {});
  return {
    signal: controller.signal,
    interrupted,
    dispose: () => {
      process.off('SIGINT', abort);
      process.off('SIGTERM', abort);
    },
  };
}
