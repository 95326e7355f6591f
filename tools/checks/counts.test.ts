import { expect, test } from 'vitest';
import { playwrightCounts, vitestCounts } from './counts.mjs';

test('a test file that cannot be loaded counts as a failure', () => {
  const report = {
    numPassedTests: 1,
    numPendingTests: 1,
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'one' },
          { status: 'failed', fullName: 'two' },
          { status: 'pending', fullName: 'three' },
        ],
      },
      { name: 'b.test.ts', status: 'failed', assertionResults: [], message: 'SyntaxError: x\n at y' },
    ],
  };
  expect(vitestCounts(report)).toEqual({
    passed: 1,
    failed: 2,
    skipped: 1,
    names: ['a.test.ts: two', 'b.test.ts: SyntaxError: x'],
  });
});

test('browser tests and what went wrong outside of them', () => {
  const report = {
    stats: { expected: 2, unexpected: 1, flaky: 0, skipped: 0 },
    errors: [{ message: 'the server did not start' }],
    suites: [{ specs: [], suites: [{ specs: [{ ok: false, file: 'a.spec.ts', title: 'promotes' }] }] }],
  };
  expect(playwrightCounts(report)).toEqual({
    passed: 2,
    failed: 2,
    skipped: 0,
    names: ['a.spec.ts: promotes', 'playwright: the server did not start'],
  });
});
