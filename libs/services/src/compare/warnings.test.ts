import { RunConfig } from '@assay/contracts';
import { expect, it } from 'vitest';
import type { Group } from './groups';
import { comparisonWarnings } from './warnings';

const config = RunConfig.parse({ task: 'probe', dataset: { name: 'parts' }, backbone: { kind: 'resnet' } });

/** A group of three seeds that were measured like this; nothing else of a run is looked at. */
function group(key: string, protocol: { name: string; parameters: Record<string, unknown> }): Group {
  const members = [0, 1, 2].map((seed) => ({
    run: { seed, config, configDigest: key, label: key, status: 'succeeded' },
    metric: { protocol, datasetDigest: 'd', split: 'test' },
  }));
  return { key, members: members as unknown as Group['members'] };
}

const probe = (parameters: object) => ({
  name: 'classification',
  parameters: { decision: 'highest score', probe: parameters },
});

it('figures of one protocol need no warning', () => {
  const protocol = probe({ kind: 'knn', k: 20 });
  expect(comparisonWarnings([group('a', protocol), group('b', protocol)], [])).toEqual([]);
});

it('says what two protocols differ in', () => {
  const groups = [group('a', probe({ kind: 'knn', k: 20 })), group('b', probe({ kind: 'knn', k: 5 }))];
  expect(comparisonWarnings(groups, [])).toEqual([
    'not comparable: the figures come from 2 different protocols (probe.k: 20, 5)',
  ]);
});

it('names three differences and counts the others', () => {
  const other = { name: 'classification', parameters: { decision: 'highest score' } };
  const groups = [
    group('probed', probe({ kind: 'linear', c: 1, maxIterations: 9, solver: 's' })),
    group('tuned', other),
  ];
  expect(comparisonWarnings(groups, [])).toEqual([
    'not comparable: the figures come from 2 different protocols ' +
      '(probe.kind: linear, none; probe.c: 1, none; probe.maxIterations: 9, none; and 1 more)',
  ]);
});
