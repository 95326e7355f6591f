import { availableParallelism, hostname } from 'node:os';
import { HEARTBEAT_SECONDS } from '@assay/contracts';
import { type Database, removeWorker, reportWorker } from '@assay/store';

/** A worker's row in the database: it says that this process is alive, what it runs on and what it does. */
export function announceWorker(
  db: Database,
  {
    id,
    threads,
    engine,
    currentJob,
  }: {
    id: string;
    threads: number | null;
    /** Known a moment after the start. */
    engine: Promise<string>;
    currentJob: () => string | null;
  },
): { stop(): Promise<void> } {
  let isStopped = false;
  let reporting = Promise.resolve();
  const report = (name: string) => {
    if (isStopped) return;
    const row = { id, host: hostname(), pid: process.pid, engine: name, threads: threads ?? availableParallelism() };
    // A beat that fails is followed by the next one.
    reporting = reporting.then(() => reportWorker(db, { ...row, currentJob: currentJob() })).catch(() => {});
  };
  let timer: NodeJS.Timeout | undefined;
  void engine.then((name) => {
    if (isStopped) return;
    report(name);
    timer = setInterval(() => report(name), HEARTBEAT_SECONDS * 1000);
  });
  return {
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await reporting;
      await removeWorker(db, id).catch(() => {});
    },
  };
}
