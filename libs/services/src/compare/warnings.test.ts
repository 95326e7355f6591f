import { CLASSIFICATION, finetuneProtocol, RunConfig, type RunConfigInput } from '@assay/contracts';
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

const dataset = { name: 'parts' };
const backbone = { kind: 'resnet' } as const;

/** A group of a config; as its runs report it now, or as they did before they said how they were fitted. */
function groupOf(
  key: string,
  input: RunConfigInput,
  {
    metric = 'test/accuracy',
    protocol,
  }: { metric?: string; protocol?: Group['members'][number]['metric']['protocol'] } = {},
): Group {
  const config = RunConfig.parse(input);
  const reported = protocol ?? (config.task === 'finetune' ? finetuneProtocol(config) : CLASSIFICATION);
  const { members } = group(key, reported);
  const split = metric.split('/')[0];
  return {
    key,
    members: members.map(
      ({ run, metric: figure }) =>
        ({ run: { ...run, config }, metric: { ...figure, key: metric, split } }) as Group['members'][number],
    ),
  };
}
const finetune = (changes: object = {}): RunConfigInput => ({ task: 'finetune', dataset, backbone, ...changes });
const few = finetune({ dataset: { ...dataset, labelFraction: 0.01 } });
const OF_LABELS = 'not comparable: the figures come from 2 different protocols (labels.fraction: 1, 0.01)';

it('fine-tunings of other shares of the labels are not comparable, unless the share is what is asked about', () => {
  const groups = [groupOf('all', finetune()), groupOf('few', few)];
  expect(comparisonWarnings(groups, [])).toEqual([OF_LABELS]);
  expect(comparisonWarnings(groups, [], 'dataset.labelFraction')).toEqual([]);
  expect(comparisonWarnings(groups, [], 'trainable')).toEqual([OF_LABELS]);
});

it('nor are those of which other weights learned, or whose epoch was picked by another figure', () => {
  const other = finetune({ trainable: 'head', select: { metric: 'validation/loss' } });
  const groups = [groupOf('all', finetune()), groupOf('head', other)];
  expect(comparisonWarnings(groups, [])).toEqual([
    'not comparable: the figures come from 2 different protocols ' +
      '(finetune.trainable: all, head; finetune.select: validation/accuracy, validation/loss)',
  ]);
  expect(comparisonWarnings(groups, [], 'trainable')).toEqual([
    'not comparable: the figures come from 2 different protocols (finetune.select: validation/accuracy, validation/loss)',
  ]);
});

it('figures that were stored before they said so are judged by their configs', () => {
  const old = { protocol: CLASSIFICATION };
  expect(comparisonWarnings([groupOf('old', finetune(), old), groupOf('new', finetune())], [])).toEqual([]);
  expect(comparisonWarnings([groupOf('old', finetune(), old), groupOf('few', few, old)], [])).toEqual([OF_LABELS]);
});

it('a model made by hand may be held against any fine-tuning of as many labels', () => {
  const byHand = groupOf('gradients', { task: 'classical', dataset });
  expect(comparisonWarnings([byHand, groupOf('all', finetune())], [])).toEqual([]);
  expect(comparisonWarnings([byHand, groupOf('few', few)], [])).toEqual([OF_LABELS]);
});

it('what a run costs is comparable however it was fitted', () => {
  const cost = { metric: 'cost/trainSeconds', protocol: { name: 'classification', parameters: { resize: 'stretch' } } };
  expect(comparisonWarnings([groupOf('all', finetune(), cost), groupOf('few', few, cost)], [])).toEqual([]);
});

it('a watched probe with another k is noticed, and no other figure of the run minds', () => {
  const optimizer = { kind: 'adamw' } as const;
  const watched = (k: number, everyEpochs = 5): RunConfigInput => ({
    task: 'pretrain',
    ...{ dataset, backbone, optimizer },
    method: { kind: 'simclr' },
    watch: { knn: { k, everyEpochs } },
  });
  /** As it was stored before the points of a probe said how they were measured. */
  const old = (k: number) => ({ name: 'pretraining', parameters: { resize: 'stretch', knn: { k, everyEpochs: 5 } } });
  const [few20, many20, other] = [watched(20), watched(20, 1), watched(5)];
  const of = (key: string, config: RunConfigInput, k: number) =>
    groupOf(key, config, { metric: 'knn/accuracy', protocol: old(k) });
  expect(comparisonWarnings([of('a', few20, 20), of('b', many20, 20)], [])).toEqual([]);
  expect(comparisonWarnings([of('a', few20, 20), of('b', other, 5)], [])).toEqual([
    'not comparable: the figures come from 2 different protocols (probe.k: 20, 5)',
  ]);
  const rank = (key: string, config: RunConfigInput, k: number) =>
    groupOf(key, config, { metric: 'features/rankme', protocol: old(k) });
  expect(comparisonWarnings([rank('a', few20, 20), rank('b', other, 5)], [])).toEqual([]);
});
