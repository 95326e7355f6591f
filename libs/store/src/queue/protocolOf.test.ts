import { RunConfig, type RunConfigInput } from '@assay/contracts';
import { expect, it } from 'vitest';
import { protocolOf, withFold } from './protocolOf';

const dataset = { name: 'boards' };
const backbone = { kind: 'resnet', depth: 18 } as const;
const of = (config: RunConfigInput) => protocolOf(RunConfig.parse(config));

it('is the same for strategies that answer the same question', () => {
  const finetuned = of({ task: 'finetune', dataset, backbone, epochs: 2 });
  const classical = of({ task: 'classical', dataset });
  expect(finetuned).toEqual({ name: 'classification', parameters: { resize: 'stretch' } });
  expect(classical).toEqual(finetuned);
  const good = of({ task: 'classical', dataset, learner: { kind: 'mahalanobis' }, goodOnly: {} });
  expect(good).toEqual(of({ task: 'anomaly', dataset, backbone }));
});

it('differs where the measurement does', () => {
  const stretched = of({ task: 'classical', dataset });
  expect(of({ task: 'classical', dataset, input: { resize: 'letterbox' } })).not.toEqual(stretched);
  expect(of({ task: 'anomaly', dataset, backbone }).parameters).toEqual({ resize: 'stretch', quantile: 0.99 });
});

it('tells folds apart, and leaves runs without one as they were', () => {
  const config = (fold?: { of: number; index: number }) =>
    RunConfig.parse({ task: 'classical', dataset, ...(fold ? { fold } : {}) });
  const plain = protocolOf(config());
  const first = withFold(plain, config({ of: 5, index: 1 }));
  expect(withFold(plain, config())).toEqual(plain);
  expect(first.parameters).toMatchObject({ resize: 'stretch', fold: { of: 5, index: 1, repeat: 1 } });
  expect(withFold(plain, config({ of: 5, index: 2 }))).not.toEqual(first);
});
