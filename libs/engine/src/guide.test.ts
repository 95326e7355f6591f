import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const guide = new URL('../../../docs/guides/engine.md', import.meta.url);
/** Below the repository, so that its packages are found. */
const folder = new URL('../../../node_modules/.cache/assay-guide/', import.meta.url);

test('the guide’s program runs as it is printed, in about thirty lines, and learns', async () => {
  const [, program = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(guide, 'utf8')) ?? [];
  const lines = program.split('\n').filter((line) => line.trim() !== '');
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.length).toBeLessThanOrEqual(36);

  mkdirSync(folder, { recursive: true });
  const file = new URL('model.mts', folder);
  writeFileSync(file, program);
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', tsx, fileURLToPath(file)]);
    const accuracy = Number(/^accuracy ([\d.]+)$/m.exec(stdout)?.[1]);
    expect(accuracy).toBeGreaterThan(0.97);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
