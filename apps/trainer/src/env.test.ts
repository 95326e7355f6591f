import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readEnvironment, repositoryRoot } from './env';

it('puts everything under one home unless told otherwise', () => {
  const home = join(repositoryRoot(), '.assay');
  const artifactsUrl = `file:${join(home, 'artifacts')}`;
  expect(readEnvironment({})).toEqual({
    home,
    databaseUrl: undefined,
    artifactsUrl,
    hubUrl: 'https://huggingface.co',
    packageIndexUrl: 'https://pypi.org/simple',
    threads: null,
  });
  const env = { ASSAY_HOME: '/h', DATABASE_URL: 'postgres://x', ARTIFACTS_URL: 'file:/a', ASSAY_THREADS: '3' };
  expect(readEnvironment(env)).toMatchObject({
    home: '/h',
    databaseUrl: 'postgres://x',
    artifactsUrl: 'file:/a',
    threads: 3,
  });
});

it('takes an empty variable as unset and refuses threads that are no number', () => {
  expect(readEnvironment({ ASSAY_THREADS: '', DATABASE_URL: '' })).toMatchObject({ threads: null });
  expect(() => readEnvironment({ ASSAY_THREADS: 'two' })).toThrow(/ASSAY_THREADS: "two" \(a whole number from 1\)/);
  expect(() => readEnvironment({ ASSAY_THREADS: '0' })).toThrow(/ASSAY_THREADS/);
});
