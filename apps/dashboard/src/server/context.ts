import 'server-only';
import { type ArtifactStore, type Database, openArtifacts, openStore, resolveDatabase, type Store } from '@assay/store';
import { readEnvironment } from '~/env';
import { type Actor, localActor } from './actor';
import { shutdown } from './shutdown';

/** What every procedure gets; the services take the same. */
export type ServerContext = { db: Database; artifacts: ArtifactStore; actor: Actor };

type Opened = { store?: Promise<Store> | undefined; artifacts?: ArtifactStore };
const holder = globalThis as typeof globalThis & { assayOpened?: Opened };
holder.assayOpened ??= {};
const opened = holder.assayOpened;

export async function createContext(): Promise<ServerContext> {
  const { db } = await openedStore();
  return { db, artifacts: artifacts(), actor: localActor() };
}

/** The one pool of connections; opened at the first need, and again when that failed. */
export function openedStore(): Promise<Store> {
  opened.store ??= open();
  const store = opened.store;
  store.catch(() => {
    if (opened.store === store) opened.store = undefined;
  });
  return store;
}

export function artifacts(): ArtifactStore {
  opened.artifacts ??= openArtifacts(readEnvironment().artifactsUrl);
  return opened.artifacts;
}

async function open(): Promise<Store> {
  const { home, databaseUrl } = readEnvironment();
  // The launcher has migrated the database whose address it gives.
  if (databaseUrl !== null) return openStore({ databaseUrl, applicationName: 'assay dashboard' });
  const database = await resolveDatabase({ home });
  shutdown.signal.addEventListener('abort', () => void database.close().catch(() => {}), { once: true });
  return openStore({ databaseUrl: database.databaseUrl, applicationName: 'assay dashboard' });
}
