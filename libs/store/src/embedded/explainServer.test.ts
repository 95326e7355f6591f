import { expect, it } from 'vitest';
import { explainServer } from './explainServer';

const failure = { did: 'did not start', where: '/home/x/log' };

it('says that the disk is full, however PostgreSQL put it', () => {
  const short =
    'FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes\nHINT:  Check free disk space.\nAborted';
  for (const said of [short, 'FATAL:  could not write: No space left on device']) {
    expect(String(explainServer(said, failure))).toBe(
      'InputError: /home/x/log: the disk is full (free some space and try again; nothing was half-written)',
    );
  }
});

it('picks the telling lines, or the last ones', () => {
  const said = 'LOG:  starting\nFATAL:  lock file "postmaster.pid" already exists\nbye';
  expect(String(explainServer(said, failure))).toBe(
    'Error: the embedded PostgreSQL did not start: FATAL:  lock file "postmaster.pid" already exists (see /home/x/log)',
  );
  expect(String(explainServer('it ended with code 1', failure))).toContain('did not start: it ended with code 1');
});
