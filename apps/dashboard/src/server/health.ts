import 'server-only';
import { type Health, health } from '@assay/services';
import { createContext } from './context';

/** Whether database, artifacts, worker and engine answer. Never throws: what is away is part of the answer. */
export async function readHealth(): Promise<Health> {
  try {
    return await health(await createContext());
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const unknown = { isOk: false, detail: 'unknown without the database' };
    return {
      status: 'down',
      database: { isOk: false, detail, milliseconds: null },
      artifacts: unknown,
      worker: { ...unknown, alive: 0, workers: [] },
      engine: unknown,
    };
  }
}

/** Whether questions can be answered at all; a missing worker is said but does not stop a reader. */
export function isServing(health: Health): boolean {
  return health.database.isOk && health.artifacts.isOk;
}
