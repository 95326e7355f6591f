import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { isBuildInput } from './buildInputs.mjs';
import { keepRunning } from './keepRunning';
import { choosePort, isFree } from './port';

test('what the dashboard is built from', () => {
  expect(isBuildInput('apps/dashboard/src/app/page.tsx')).toBe(true);
  expect(isBuildInput('libs/services/src/index.ts')).toBe(true);
  expect(isBuildInput('package-lock.json')).toBe(true);
  expect(isBuildInput('libs/services/src/compare/compare.test.ts')).toBe(false);
  expect(isBuildInput('libs/ssl-core/src/index.ts')).toBe(false);
});

test('a taken PORT is an error, a taken default is not', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  expect(await isFree(port)).toBe(false);
  await expect(choosePort(String(port))).rejects.toThrow(`PORT ${port} is in use`);
  await expect(choosePort('4300x')).rejects.toThrow('must be a whole number');
  expect(await choosePort(undefined)).toBeGreaterThanOrEqual(4300);
  await new Promise((resolve) => server.close(resolve));
  expect(await choosePort(String(port))).toBe(port);
});

const part = (code: string) => ({
  name: 'worker',
  args: ['-e', code],
  cwd: process.cwd(),
  env: {},
  graceSeconds: 1,
  hasOutput: true,
});

test('a part that dies is started again with its name before each line, and stopping leaves nothing', async () => {
  const lines: string[] = [];
  const running = keepRunning(part("console.log('here'); setTimeout(() => process.exit(3), 50)"), {
    say: (line) => lines.push(line),
    onChange: () => {},
    onGivenUp: () => {},
  });
  await expect.poll(() => lines.filter((line) => line === 'worker: here').length, { timeout: 10_000 }).toBe(2);
  expect(lines).toContain('the worker ended with exit code 3; starting it again');
  const pid = running.identity()?.pid ?? 0;
  await running.stop();
  await sleep(50);
  expect(() => process.kill(-pid, 0)).toThrow();
});

test('what ignores SIGTERM is killed after its grace, with what it has started', async () => {
  const lines: string[] = [];
  const code = `process.on('SIGTERM', () => {}); require('node:child_process').spawn('sleep', ['61.25']);
    console.log('up'); setInterval(() => {}, 1000)`;
  const running = keepRunning(part(code), { say: (line) => lines.push(line), onChange: () => {}, onGivenUp: () => {} });
  await expect.poll(() => lines, { timeout: 10_000 }).toContain('worker: up');
  await running.stop();
  await sleep(100);
  expect(lines).toContain('the worker does not end by itself; killing it');
  expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain('sleep 61.25');
});
