import { once } from 'node:events';
import { appendRunEvents, deleteAfterStep, type RunLease, setRunRecord } from '@assay/store';
import type { ActiveJob, WorkerContext } from './activeJob';
import { byProtocol } from './byProtocol';
import { createEventWriter, type EventWriter } from './eventWriter';
import { type ChildExit, exitReason } from './exitReason';
import { keepLease } from './leaseKeeper';
import { FromChild, type Outcome, type RunAssignment, type ToChild } from './protocol';
import { readAssignment } from './readAssignment';
import { type Ending, settleRun } from './settleRun';
import { spawnChild } from './spawnChild';
import { sweepArtifacts } from './sweepArtifacts';
import { createTail } from './tail';
import { watchUsage } from './usageWatch';
import { createWish, type Wish } from './wish';

/** A cancelled child gets this long to stop between two steps, so that cancelling takes less than five seconds. */
const CANCEL_MILLISECONDS = 3500;
/** A released child also writes a checkpoint. */
const RELEASE_MILLISECONDS = 20_000;

/** Executes a run in a child process and stores what it reports; this process is the run's only writer. */
export function superviseRun(worker: WorkerContext, lease: RunLease): ActiveJob {
  const wish = createWish();
  const keeper = keepLease(worker.db, lease, {
    onCancel: () => wish.set('cancel'),
    onLost: (reason) => wish.set('lost', reason),
  });
  const done = (async () => {
    try {
      const ending = await work(worker, lease, wish);
      await settleRun(worker, lease, ending);
      await sweepArtifacts(worker);
    } catch (error) {
      // The lease runs out by itself and another worker goes on.
      worker.log(`run ${lease.run}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      keeper.stop();
    }
  })();
  return { cancel: () => wish.set('cancel'), release: () => wish.set('release'), done };
}

async function work(worker: WorkerContext, lease: RunLease, wish: Wish): Promise<Ending> {
  let assignment: RunAssignment;
  try {
    assignment = await readAssignment(worker.db, lease, worker);
  } catch (error) {
    return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
  const discard = (digest: string) => worker.artifacts.discard(digest);
  const writer = createEventWriter({
    write: async (events) => {
      await worker.db.transaction(async (tx) => {
        for (const { events: group, protocol } of byProtocol(events)) {
          await appendRunEvents(tx, lease, group, { ...(protocol ? { protocol } : {}), discard });
        }
      });
    },
    onBroken: (error) => wish.set('lost', error instanceof Error ? error.message : String(error)),
  });
  const ending = await runChild({ worker, lease, wish, writer, assignment });
  try {
    await writer.close();
  } catch (error) {
    return { kind: 'lost', reason: error instanceof Error ? error.message : String(error) };
  }
  return ending;
}

async function runChild(job: {
  worker: WorkerContext;
  lease: RunLease;
  wish: Wish;
  writer: EventWriter;
  assignment: RunAssignment;
}): Promise<Ending> {
  const { worker, lease, wish, writer, assignment } = job;
  if (wish.current === 'lost') return { kind: 'lost', reason: wish.reason };
  if (wish.current === 'cancel') return { kind: 'cancelled' };
  if (wish.current === 'release') return { kind: 'released' };

  const child = spawnChild();
  const errors = createTail(child.stderr);
  const ended = waitForEnd(child);
  const send = (message: ToChild) => void (child.connected && child.send(message, () => {}));
  let outcome: Outcome | undefined;
  let tooLarge: string | undefined;
  let place = { step: 0, pictures: 0 };

  child.on('message', (raw) => {
    const message = FromChild.parse(raw);
    if (message.kind === 'outcome') outcome = message;
    else if (message.kind === 'started') {
      const { step, record } = message;
      place = { step, pictures: 0 };
      writer.between(async () => {
        await setRunRecord(worker.db, { run: lease.run, record });
        if (lease.attempt > 1) await deleteAfterStep(worker.db, lease, step > 0 ? step : null);
      });
    } else {
      const { event } = message;
      const point = event.kind === 'metric' ? event.points[0] : undefined;
      if (point) place = { step: point.step, pictures: point.pictures };
      writer.push(event);
    }
  });
  const stopWatch = watchUsage(child.pid ?? -1, {
    memoryBytesMax: worker.memoryBytesMax,
    onSample: ({ memoryMb, cpuPercent }) => {
      const point = { ...place, time: new Date().toISOString() };
      writer.push({
        kind: 'metric',
        points: [
          { ...point, key: 'system/memoryMb', value: memoryMb },
          { ...point, key: 'system/cpuPercent', value: cpuPercent },
        ],
      });
    },
    onTooLarge: (memoryMb) => {
      tooLarge = tooLargeReason(memoryMb, worker.memoryBytesMax);
      child.kill('SIGKILL');
    },
  });
  let killTimer: NodeJS.Timeout | undefined;
  wish.onChange((kind) => {
    if (kind === 'lost') child.kill('SIGKILL');
    else {
      send({ kind });
      clearTimeout(killTimer);
      killTimer = setTimeout(
        () => child.kill('SIGKILL'),
        kind === 'cancel' ? CANCEL_MILLISECONDS : RELEASE_MILLISECONDS,
      );
    }
  });
  send({ kind: 'assign', assignment });

  const exit = await ended;
  stopWatch();
  clearTimeout(killTimer);
  wish.onChange(() => {});
  if (wish.current === 'lost') return { kind: 'lost', reason: wish.reason };
  if (outcome) return { kind: 'outcome', outcome };
  if (tooLarge) return { kind: 'refused', reason: tooLarge };
  if (wish.current === 'cancel') return { kind: 'cancelled' };
  if (wish.current === 'release') return { kind: 'released' };
  const lastWords = errors.lastError();
  return { kind: 'crash', reason: lastWords ? `${exitReason(exit)}: ${lastWords}` : exitReason(exit) };
}

/** Resolves when the child is gone and all that it sent has been read. */
async function waitForEnd(child: ReturnType<typeof spawnChild>): Promise<ChildExit> {
  const disconnected = once(child, 'disconnect');
  const [code, signal] = await once(child, 'exit');
  await disconnected;
  return { code, signal };
}

function tooLargeReason(memoryMb: number, bytesMax: number): string {
  const limit = Math.round(bytesMax / 2 ** 20);
  return `out of memory: the run's process used ${Math.round(memoryMb)} MB of ${limit} MB; try a smaller batchSize, input.size or backbone`;
}
