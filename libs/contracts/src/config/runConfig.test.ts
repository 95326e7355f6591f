import { expect, test } from 'vitest';
import { configDigestInput, describeConfig, RunConfig } from './runConfig';

const finetune = { task: 'finetune', dataset: { name: 'boards' }, backbone: { kind: 'resnet' } } as const;

test('the digest leaves out the seed and nothing else', () => {
  const a = RunConfig.parse({ ...finetune, seed: 1 });
  expect(configDigestInput(a)).toBe(configDigestInput(RunConfig.parse({ ...finetune, seed: 2 })));
  expect(configDigestInput(a)).not.toBe(configDigestInput(RunConfig.parse({ ...finetune, epochs: 7 })));
});

test('a nested pretraining has no seed of its own', () => {
  const nested = { task: 'pretrain', dataset: { name: 'b' }, backbone: { kind: 'resnet' }, method: { kind: 'simclr' } };
  expect(RunConfig.safeParse({ ...finetune, init: { kind: 'config', config: nested } }).success).toBe(true);
  expect(RunConfig.safeParse({ ...finetune, init: { kind: 'config', config: { ...nested, seed: 1 } } }).success).toBe(
    false,
  );
});

test('a description names what the eye looks for', () => {
  expect(describeConfig(RunConfig.parse({ ...finetune, epochs: 5 }))).toBe(
    'fine-tune resnet-18 width 64, 5 epochs, from scratch',
  );
  expect(describeConfig(RunConfig.parse({ task: 'classical', dataset: { name: 'b' } }))).toBe('hog + linearSvm');
});

/** Configs as earlier releases stored them. Never edit an entry: add one when the schema grows. */
const STORED = [
  '{"backbone":{"depth":18,"kind":"resnet","stem":"imagenet","width":64},"dataset":{"labelFraction":1,"name":"boards","version":"abcdef"},"input":{"channels":1,"mean":[0.5],"resize":"stretch","size":64,"std":[0.25]},"seed":3,"task":"finetune","version":1,"init":{"kind":"scratch"},"engine":"eager","precision":"float32","epochs":5,"batchSize":32}',
  '{"dataset":{"name":"boards","version":"3"},"features":{"cell":8,"kind":"hog","orientations":9},"learner":{"c":0.1,"classWeights":"none","kind":"linearSvm","maxIterations":1000},"seed":0,"task":"classical","version":1}',
];

test.each(STORED)('a stored config still parses: %s', (stored) => {
  expect(RunConfig.parse(JSON.parse(stored))).toMatchObject(JSON.parse(stored));
});
