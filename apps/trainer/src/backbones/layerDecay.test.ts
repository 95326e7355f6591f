import { FinetuneConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { createTrainingProgram, toTensors } from '@assay/ssl-core';
import { expect, test } from 'vitest';
import { buildFinetuning } from '../tasks/finetune';
import { randomFeeds } from '../tasks/profile';

test('a fine-tuning steps each layer at its own rate, and skips branches by the seed that it is fed', () => {
  const config = FinetuneConfig.parse({
    task: 'finetune',
    dataset: { name: 'any' },
    input: { size: 16, channels: 1 },
    backbone: { kind: 'vit', patch: 8, width: 24, depth: 2, heads: 3, dropPath: 0.1 },
    optimizer: { kind: 'adamw', layerDecay: 0.5, weightDecay: 0 },
    batchSize: 4,
  });
  const finetuning = buildFinetuning(config, 2);
  const copyOf = (name: string) =>
    finetuning.parameters
      .find((parameter) => parameter.name === name)
      ?.variable.dataSync()
      .slice() ?? [];
  // In each of these some gradient is far larger than AdamW's epsilon, so that its first step is the rate itself.
  const factors = {
    'patch_embed.proj.weight': 0.125,
    'blocks.0.mlp.fc2.weight': 0.25,
    'blocks.1.mlp.fc2.weight': 0.5,
    'norm.weight': 0.5,
    'head.weight': 1,
  };
  const before = new Map(Object.keys(factors).map((name) => [name, copyOf(name)]));
  const feeds = randomFeeds(config);
  const { clipNorm, clipValue } = config;
  const { program, close } = createTrainingProgram({ ...finetuning, clipNorm, clipValue, feeds, engine: 'compiled' });
  const tensors = { ...toTensors(feeds.arrays), learningRate: tf.scalar(0.01) };
  tf.dispose([program.run('step', tensors), tensors]);
  close();
  for (const [name, factor] of Object.entries(factors)) {
    const start = before.get(name) ?? [];
    const moved = Array.from(copyOf(name), (value, i) => Math.abs(value - (start[i] ?? 0)));
    expect(moved.reduce((most, value) => Math.max(most, value), 0) / 0.01, name).toBeCloseTo(factor, 3);
  }
  finetuning.dispose();
});
