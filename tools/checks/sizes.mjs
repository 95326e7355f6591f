#!/usr/bin/env node
// Fails when a source file is too long or switches a rule off that has no exceptions.
import { ROOT } from '../lib/root.mjs';
import { checkSizes } from './sizeRules.mjs';

const problems = checkSizes(process.argv[2] ?? ROOT);
for (const problem of problems) console.error(problem);
console.log(`sizes: ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
