import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findInstalled, findOrInstallChromium } from './chromium.mjs';

test('takes a program from PATH, and CHROMIUM_PATH before it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-chromium-'));
  try {
    const program = join(folder, 'chromium');
    writeFileSync(program, '');
    expect(findInstalled({ PATH: folder })).not.toBe(program);
    chmodSync(program, 0o755);
    expect(findInstalled({ PATH: folder })).toBe(program);
    expect(await findOrInstallChromium({ PATH: '', CHROMIUM_PATH: program })).toBe(program);
    expect(await findOrInstallChromium({ PATH: folder, CHROMIUM_PATH: join(folder, 'absent') })).toBeNull();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
