// `npm run setup`: packages and the native engine, or nothing when both are there.
// `--report` prints what is there as JSON and changes nothing.
import { fileURLToPath } from 'node:url';
import { installEngine, installPrebuilt, isEngineReady } from './engine.mjs';
import { withLock } from './lock.mjs';
import { arePackagesReady, installPackages } from './packages.mjs';
import { engineFolder, engineKey, root } from './paths.mjs';
import { checkRequirements } from './requirements.mjs';
import { SetupError, say } from './run.mjs';

/** Brings the working tree into a state in which everything runs; rejects with a SetupError that says what to do. */
export async function setup() {
  if (arePackagesReady() && isEngineReady()) return;
  const missing = checkRequirements().filter((check) => !check.ok);
  const isFatal = (check) => check.name === 'node';
  const fatal = missing.find(isFatal);
  if (fatal) throw new SetupError(`Node ${fatal.detail} is too old`, fatal.fix);
  await withLock(`${root}/.assay-setup.lock`, async () => {
    if (!arePackagesReady()) await installPackages();
    if (isEngineReady()) return;
    const [first] = missing;
    if (first) {
      say(missing.map((check) => `${check.name}: ${check.detail}. To get it: ${check.fix}`).join('\n'));
      await installPrebuilt(missing.map((check) => check.name).join(', '));
    } else await installEngine();
  });
}

/** What is there and what is missing, as `assay doctor` prints it. */
export function reportSetup() {
  const packages = arePackagesReady();
  const engine = isEngineReady();
  const fix = 'run npm run setup';
  return {
    engine: { key: engineKey(), folder: engineFolder() },
    checks: [
      ...checkRequirements(),
      {
        name: 'packages',
        ok: packages,
        detail: packages ? 'as in package-lock.json' : 'not as in package-lock.json',
        fix: packages ? null : fix,
      },
      { name: 'addon', ok: engine, detail: engine ? engineKey() : 'not built', fix: engine ? null : fix },
    ],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--report')) process.stdout.write(`${JSON.stringify(reportSetup())}\n`);
  else {
    try {
      await setup();
      say('ready');
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      say(`${error.message}\nsetup: to fix it: ${error.fix}`);
      process.exitCode = 1;
    }
  }
}
