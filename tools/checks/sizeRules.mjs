import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from './files.mjs';

export const LINES_MAX = 400;
const SOURCE = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs|py|css|sh)$/;

/** Ways around the linter's rules on `any` and `!`, and around the type checker. */
const WAYS_AROUND =
  /biome-ignore(-all|-start)? lint(\/|:\s)(suspicious\/noExplicitAny|style\/noNonNullAssertion)|@ts-(ignore|nocheck)/;

/**
 * Files that have grown past one idea, and switched-off rules.
 * @param {string} root
 * @returns {string[]} one line a problem
 */
export function checkSizes(root) {
  const problems = [];
  for (const path of listFiles(root)) {
    if (!SOURCE.test(path) || path.includes('/fixtures/') || path.startsWith('examples/')) continue;
    const lines = readFileSync(join(root, path), 'utf8').split('\n');
    const count = lines.at(-1) === '' ? lines.length - 1 : lines.length;
    if (count > LINES_MAX) problems.push(`${path}: ${count} lines, ${LINES_MAX} at most: look for the second idea`);
    lines.forEach((line, index) => {
      if (WAYS_AROUND.test(line) && path !== 'tools/checks/sizeRules.mjs') {
        problems.push(`${path}:${index + 1}: this rule may not be switched off`);
      }
    });
  }
  return problems;
}
