/** `node --import tsx benchmarks/recipes/writeExpected.ts`: puts what is stored into recipes/src/expected.ts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tools/lib/root.mjs';
import { EXPECTED_FILE, renderExpected } from './expected';
import { readStored } from './stored';

writeFileSync(join(ROOT, EXPECTED_FILE), renderExpected(readStored()));
