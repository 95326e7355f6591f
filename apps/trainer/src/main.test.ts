import { describe, expect, it } from 'vitest';
import { runMain } from './testing/runMain';

describe('usage', () => {
  it.each([
    [['dataset', 'lst'], "assay: unknown command 'lst' (Did you mean list?)"],
    [['runs', 'list', '--experimnt', 'x'], "assay: unknown option '--experimnt' (Did you mean --experiment?)"],
    [['trian'], "assay: unknown command 'trian'"],
    [['model', 'promote', 'x', '1'], "assay: required option '--reason <text>' not specified"],
    [['run'], "assay: missing required argument 'recipe|file'"],
    [['dataset', 'crop', 'x', '--name', 'y', '--size', '-4'], 'assay: --size: "-4" (a whole number from 1)'],
    [['dataset', 'crop', 'x', '--name', 'y', '--size', 'big'], 'assay: --size: "big" (a whole number from 1)'],
    [['dataset', 'split', 'x', '--train', 'most'], 'assay: --train: "most" (a number from 0)'],
    [
      ['dataset', 'split', 'x', '--group-by', 'gruop'],
      'assay: --group-by: unknown field "gruop" (did you mean "group"?)',
    ],
    [['run', 'boards-scratch', '--seeds', '0,x'], 'assay: --seeds: "x" (a whole number from 0)'],
    [
      ['run', 'boards-scratch', '--set', 'epochs'],
      'assay: --set epochs: no "path=value" (for instance --set epochs=10)',
    ],
    [['run', 'no/such.json'], 'assay: no/such.json: no such file'],
    [['predict', '--model', 'm', 'no-such.png'], 'assay: no-such.png: no such file (check the path)'],
    [
      ['dataset', 'import', '/no/such/folder', '--name', 'x', '--dry-run'],
      'assay: /no/such/folder: no such folder (check the path)',
    ],
    [['model', 'promote', 'x', 'one', '--reason', 'y'], 'assay: VERSION: "one" (a whole number from 1)'],
    [['worker', '--concurrency', '0'], 'assay: --concurrency: "0" (a whole number from 1 to 64)'],
  ])('%j is refused with one line and exit code 2', async (parameters, line) => {
    const { code, out, err } = await runMain(...parameters);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err.trimEnd()).toContain(line);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('prints one document with --json, wherever the option stands', async () => {
    for (const parameters of [
      ['--json', 'dataset', 'formats'],
      ['dataset', 'formats', '--json'],
    ]) {
      const { code, out, err } = await runMain(...parameters);
      expect(code).toBe(0);
      expect(err).toBe('');
      expect(JSON.parse(out).map((format: { name: string }) => format.name)).toContain('deeppcb');
    }
  });

  it('answers help with exit code 0', async () => {
    const { code, out } = await runMain('model', '--help');
    expect(code).toBe(0);
    expect(out).toContain('rollback');
  });
});
