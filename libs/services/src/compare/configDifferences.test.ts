import { type RunConfig, RunConfig as RunConfigSchema } from '@assay/contracts';
import { expect, it } from 'vitest';
import { configDifferences } from './configDifferences';
import type { Group } from './groups';

const base = { task: 'finetune', dataset: { name: 'parts' }, backbone: { kind: 'resnet', depth: 10 } };

/** A group with the configs given; nothing else of a run is looked at. */
function group(key: string, ...configs: object[]): Group {
  const members = configs.map((config) => {
    const parsed: RunConfig = RunConfigSchema.parse(config);
    return { run: { config: parsed } } as unknown as Group['members'][number];
  });
  return { key, members };
}

function pretrained(temperature: number) {
  const { task: _task, ...rest } = base;
  const config = { ...rest, task: 'pretrain', method: { kind: 'simclr', temperature } };
  return { ...base, init: { kind: 'config', config } };
}

it('shows a part that one side lacks as one line', () => {
  expect(configDifferences([group('scratch', base), group('simclr', pretrained(0.5))])).toEqual([
    { path: 'init.config', values: { scratch: '–', simclr: 'simclr' } },
    { path: 'init.kind', values: { scratch: 'scratch', simclr: 'config' } },
  ]);
});

it('shows what those who have the part differ in', () => {
  const groups = [group('scratch', base), group('cold', pretrained(0.1)), group('warm', pretrained(0.5))];
  expect(configDifferences(groups)).toContainEqual({
    path: 'init.config.method.temperature',
    values: { scratch: '–', cold: '0.1', warm: '0.5' },
  });
  expect(configDifferences(groups)).toHaveLength(3);
});

it('shows a later field where one side sets it', () => {
  const best = pretrained(0.5);
  const groups = [group('scratch', base), group('best', { ...best, init: { ...best.init, which: 'best' } })];
  expect(configDifferences(groups)).toContainEqual({ path: 'init.which', values: { scratch: '–', best: 'best' } });
  const both = [group('last', best), group('best', { ...best, init: { ...best.init, which: 'best' } })];
  expect(configDifferences(both)).toEqual([{ path: 'init.which', values: { last: 'last', best: 'best' } }]);
});

it('leaves out seeds, and shows all values of a group that is not of one mind', () => {
  const mixed = group('mixed', { ...base, seed: 1 }, { ...base, seed: 2, epochs: 7 });
  expect(configDifferences([group('plain', base), mixed])).toEqual([
    { path: 'epochs', values: { plain: '100', mixed: '100 | 7' } },
  ]);
});
