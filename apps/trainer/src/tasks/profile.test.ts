import { RunConfig } from '@assay/contracts';
import { tensorCount } from '@assay/engine';
import { expect, it } from 'vitest';
import { profileConfig } from './profile';

const SMALL = {
  dataset: { name: 'any' },
  input: { size: 16, channels: 1 },
  backbone: { kind: 'vit', patch: 4, width: 24, depth: 2, heads: 3 },
  batchSize: 8,
};

it.each([
  ['pretrain', { ...SMALL, task: 'pretrain', method: { kind: 'mae', decoder: { width: 24, depth: 1, heads: 3 } } }],
  [
    'finetune',
    { ...SMALL, task: 'finetune', accumulateSteps: 2, loss: { kind: 'crossEntropy', classWeights: 'balanced' } },
  ],
])(
  'profiles a %s by block, without a dataset',
  (_, raw) => {
    const config = RunConfig.parse(raw);
    profileConfig(config, { depth: 1 });
    const before = tensorCount();
    const { blocks, milliseconds, flops, pictures } = profileConfig(config, { depth: 2 });
    const names = blocks.map(({ block, phase }) => `${block} ${phase}`);
    expect(names).toEqual(
      expect.arrayContaining(['augment forward', 'blocks.1/attn forward', 'blocks.1/mlp backward']),
    );
    expect(pictures).toBe(config.task === 'pretrain' ? 8 : 4);
    expect(milliseconds.run).toBeGreaterThan(0);
    expect(flops.step).toBeGreaterThan(0);
    expect(flops.share).toBeGreaterThan(0);
    expect(
      blocks.find(({ block, phase }) => block === 'blocks.0/mlp' && phase === 'forward')?.keptBytes,
    ).toBeGreaterThan(0);
    expect(tensorCount()).toBe(before);
  },
  30_000,
);

it('profiles a pretraining whose second view is of another picture', () => {
  const method = { kind: 'simclr', projector: [16, 8] };
  const config = RunConfig.parse({ ...SMALL, task: 'pretrain', method, views: { pairs: 'group' } });
  expect(profileConfig(config, { depth: 1 }).milliseconds.run).toBeGreaterThan(0);
}, 30_000);

it('says that a task without steps has none', () => {
  const config = RunConfig.parse({ task: 'classical', dataset: { name: 'any' } });
  expect(() => profileConfig(config, { depth: 1 })).toThrow('a classical has no training step');
});
