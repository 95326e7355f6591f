#!/usr/bin/env node
// Makes a fresh clone ready: packages and the native engine. `--report` only answers what is there, as JSON.
import { reportSetup } from './report.mjs';
import { SetupError, say } from './say.mjs';
import { setup } from './setup.mjs';

try {
  if (process.argv.includes('--report')) {
    process.stdout.write(`${JSON.stringify(reportSetup(), null, 2)}\n`);
  } else {
    const { changed } = await setup();
    if (!changed) say('everything is there');
  }
} catch (error) {
  if (!(error instanceof SetupError) && !error.message?.startsWith('ASSAY_ENGINE')) throw error;
  say(error.message);
  if (error.fix) say(error.fix);
  process.exitCode = 1;
}
