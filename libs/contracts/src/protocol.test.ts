import { expect, it } from 'vitest';
import { FinetuneConfig, PretrainConfig, ProbeRunConfig } from './config/runConfig';
import { decisionOf, finetuneProtocol, probeProtocol, watchedProtocols, withLabels } from './protocol';

it('a model is judged by its decisions, however it was fitted', () => {
  const parameters = { decision: 'highest score' };
  const probe = { kind: 'knn', k: 20 };
  expect(
    decisionOf({ name: 'classification', parameters: { ...parameters, probe, labels: { fraction: 0.1 } } }),
  ).toEqual({ name: 'classification', parameters });
  expect(decisionOf({ name: 'anomaly', parameters: { quantile: 0.99 } })).toEqual({
    name: 'anomaly',
    parameters: { quantile: 0.99 },
  });
});

const network = { dataset: { name: 'parts' }, backbone: { kind: 'resnet' } } as const;

it('a fine-tuning says of how many labels it is, what of it learned and which epoch was kept, and decides as others do', () => {
  const plain = FinetuneConfig.parse({ task: 'finetune', ...network });
  expect(finetuneProtocol(plain)).toEqual({
    name: 'classification',
    parameters: {
      decision: 'highest score',
      finetune: { trainable: 'all', select: 'validation/accuracy' },
      labels: { fraction: 1 },
    },
  });
  const other = FinetuneConfig.parse({
    ...plain,
    dataset: { name: 'parts', labelFraction: 0.01 },
    trainable: 'head',
    select: { metric: 'validation/loss' },
  });
  expect(finetuneProtocol(other).parameters).toMatchObject({
    finetune: { trainable: 'head', select: 'validation/loss' },
    labels: { fraction: 0.01 },
  });
  expect(decisionOf(finetuneProtocol(other))).toEqual(decisionOf(finetuneProtocol(plain)));
});

it('a watched probe is measured as a run of that probe is, however often', () => {
  const method = { kind: 'simclr' } as const;
  const optimizer = { kind: 'adamw' } as const;
  const watch = { knn: { k: 7, everyEpochs: 3 }, linear: { c: 2 } };
  const pretrain = PretrainConfig.parse({ task: 'pretrain', ...network, method, optimizer, watch });
  const runOf = (probe: object) => ProbeRunConfig.parse({ task: 'probe', ...network, probe }).probe;
  expect(watchedProtocols(pretrain.watch)).toEqual({
    'knn/accuracy': probeProtocol(runOf({ kind: 'knn', k: 7 })),
    'linear/accuracy': probeProtocol(runOf({ kind: 'linear', c: 2 })),
  });
  expect(watchedProtocols({ knn: null, linear: null })).toEqual({ 'knn/accuracy': null, 'linear/accuracy': null });
});

it('a probe on a share of the labels says so, and one on all of them is as it was', () => {
  const { probe } = ProbeRunConfig.parse({ task: 'probe', ...network });
  expect(withLabels(probeProtocol(probe), { labelFraction: 1 })).toEqual(probeProtocol(probe));
  expect(withLabels(probeProtocol(probe), { labelFraction: 0.1 }).parameters.labels).toEqual({ fraction: 0.1 });
});
