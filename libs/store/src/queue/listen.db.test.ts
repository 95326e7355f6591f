import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase } from '../testing/createTestDatabase';
import { claimRun, log, queueRun } from '../testing/fixtures';
import { appendRunEvents } from './appendRunEvents';
import { CHANNELS, notify } from './channels';
import { listen } from './listen';
import { listenForJobs, type Wake } from './listenForJobs';
import { requestCancel } from './requestCancel';

const database = await createTestDatabase();
const { db, url } = database;
afterAll(database.drop);

describe('listen', () => {
  it('tells of new events with run and number', async () => {
    const onMessage = vi.fn();
    const listener = listen(url, [CHANNELS.runEvents], { onMessage });
    await listener.ready;
    const run = await queueRun(db);
    const [stored] = await appendRunEvents(db, await claimRun(db, 'w'), [log('hello', 0)]);
    const expected = JSON.stringify({ run: run.id, seq: stored?.seq });
    await vi.waitFor(() => expect(onMessage).toHaveBeenCalledWith(CHANNELS.runEvents, expected));
    await listener.close();
  });

  it('wakes workers for jobs and for cancels', async () => {
    const wakes: Wake[] = [];
    const listener = listenForJobs(url, (wake) => wakes.push(wake));
    await listener.ready;
    await queueRun(db, { seed: 5 });
    const lease = await claimRun(db, 'w');
    await requestCancel(db, { job: lease.job, reason: 'x' });
    await vi.waitFor(() =>
      expect(wakes).toEqual([{ kind: 'connected' }, { kind: 'job' }, { kind: 'cancel', job: lease.job }]),
    );
    await listener.close();
  });

  it('connects again after its connection was cut, and says so', async () => {
    const onMessage = vi.fn();
    const onConnected = vi.fn();
    const onError = vi.fn();
    const listener = listen(url, [CHANNELS.jobs], { onMessage, onConnected, onError });
    await listener.ready;
    await db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'assay listener' and datname = current_database()`);
    await vi.waitFor(() => expect(onConnected).toHaveBeenCalledTimes(2), { timeout: 5000 });
    expect(onError).toHaveBeenCalled();
    await notify(db, CHANNELS.jobs, 'run');
    await vi.waitFor(() => expect(onMessage).toHaveBeenCalledWith(CHANNELS.jobs, 'run'));
    await listener.close();
  });
});
