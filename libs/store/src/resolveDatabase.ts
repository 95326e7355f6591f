import { startEmbeddedPostgres } from './embedded/startEmbeddedPostgres';
import { migrate } from './migrate';

export interface ResolvedDatabase {
  readonly databaseUrl: string;
  readonly kind: 'embedded' | 'outside';
  /** Leaves the database; the embedded one stops when nobody else uses it. Close the store first. */
  close(): Promise<void>;
}

/** The database that DATABASE_URL names, or else the home's own, started when it is not up; migrated either way. */
export async function resolveDatabase(options: {
  home: string;
  databaseUrl?: string | undefined;
}): Promise<ResolvedDatabase> {
  if (options.databaseUrl) {
    await migrate(options.databaseUrl);
    return { databaseUrl: options.databaseUrl, kind: 'outside', close: async () => {} };
  }
  const server = await startEmbeddedPostgres({ home: options.home });
  try {
    await migrate(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { databaseUrl: server.url, kind: 'embedded', close: () => server.stop() };
}
