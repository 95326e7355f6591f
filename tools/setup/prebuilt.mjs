import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../lib/command.mjs';
import { ROOT } from '../lib/root.mjs';
import { ADDON_PACKAGE } from './facts.mjs';
import { addonIsThere } from './link.mjs';
import { lastLines } from './packages.mjs';
import { SetupError, say } from './say.mjs';
import { probeEngine } from './verify.mjs';

/**
 * Without a compiler: the package's own install script brings a binary made for an older TensorFlow. It is slower and
 * many networks do not let it through, so it is only the second choice.
 * @param {{ lock: { noteChild(pid?: number): void }, missing: { name: string, fix: string | null }[] }} options
 */
export async function usePrebuilt({ lock, missing }) {
  const names = missing.map((check) => check.name).join(', ');
  say(`missing: ${names}; trying the package’s prebuilt binary`);
  const script = join(ADDON_PACKAGE, 'scripts', 'install.js');
  const { code, output } = existsSync(script)
    ? await run(process.execPath, [script, 'gpu', 'download'], {
        cwd: ADDON_PACKAGE,
        // It calls node-pre-gyp by name, as npm would let it.
        env: { ...process.env, PATH: `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` },
        lock,
        timeoutSeconds: 600,
      })
    : { code: 1, output: 'the package has no install script' };
  try {
    if (code !== 0 || !addonIsThere()) throw new SetupError(reasonIn(output), '');
    await probeEngine();
  } catch (error) {
    const fixes = missing.map((check) => `  ${check.name}: ${check.fix}`).join('\n');
    throw new SetupError(
      `the engine cannot be built without ${names}, and the prebuilt binary could not be used (${error.message.trim()})`,
      `install what is missing and run this again:\n${fixes}`,
    );
  }
}

/** The line that names the error, out of a stack or a log. */
function reasonIn(output) {
  const error = output.split('\n').find((line) => /^\w*Error: |failed with error/.test(line));
  return error ?? lastLines(output, 1);
}
