import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackboneConfig } from '@assay/contracts';
import { afterAll, expect, test } from 'vitest';
import { advise, candidates, excess } from './advise';
import { measureBackbone } from './measure';
import { isMachineBusy, openMeasurements } from './measurements';
import { findPreset } from './presets';
import { readBackbone } from './readBackbone';
import { summariseBackbone } from './summary';

const home = mkdtempSync(join(tmpdir(), 'measured-'));
afterAll(() => rmSync(home, { recursive: true }));

test('names stand for backbones as timm has them', () => {
  expect(findPreset('vit_small')).toMatchObject({ kind: 'vit', width: 384, depth: 12, heads: 6, patch: 16 });
  expect(findPreset('vit_tiny_patch8')).toMatchObject({ width: 192, patch: 8 });
  expect(findPreset('seresnet50')).toMatchObject({ kind: 'resnet', depth: 50, attention: 'squeezeExcite' });
  expect(findPreset('tf_efficientnet_b2')).toMatchObject({ variant: 'b2', convention: 'tensorflow' });
  expect(findPreset('vit_giant')).toBeUndefined();
});

test('a recipe gives its backbone and the size of its pictures; another word is refused', async () => {
  expect(await readBackbone('simclr')).toMatchObject({ backbone: { kind: 'resnet' }, input: { channels: 3 } });
  await expect(readBackbone('nonsense')).rejects.toThrow('no backbone, recipe or file of that name');
});

test('ResNet-18 has torchvision’s number of parameters and multiply-adds', () => {
  const summary = summariseBackbone(BackboneConfig.parse({ kind: 'resnet' }), { size: 224, channels: 3 });
  // Of torchvision's table: 11,689,512 and 1.814 billion; without `fc`, which has 513,000 of each.
  expect(summary.parameters).toBe(11_689_512 - 513_000);
  expect(summary.multiplyAdds / 1e9).toBeCloseTo(1.814 - 0.0005, 3);
  expect(summary.layers.reduce((sum, layer) => sum + layer.parameters, 0)).toBe(summary.parameters);
  expect(summary.layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0)).toBe(summary.multiplyAdds);
  expect(summary.layers[0]).toEqual({
    name: 'conv1',
    kind: 'conv 7x7',
    weight: [64, 3, 7, 7],
    output: [112, 112, 64],
    parameters: 9408,
    multiplyAdds: 112 * 112 * 64 * 147,
  });
  expect(summary.stages.at(-1)).toEqual([7, 7, 512]);
});

test('attention’s own products stand in their block', () => {
  const config = BackboneConfig.parse({ kind: 'vit', patch: 8, width: 24, depth: 1, heads: 3 });
  const { layers } = summariseBackbone(config, { size: 32, channels: 1 });
  const row = layers.find(({ kind }) => kind === 'products');
  // Queries with keys, and weights with values: 17 tokens, 24 channels.
  expect(row).toMatchObject({ name: 'blocks.0.attn', parameters: 0, multiplyAdds: 2 * 17 * 17 * 24 });
});

test('the candidates fit the size', () => {
  expect(candidates(224).map(({ name }) => name)).toContain('vit_tiny_patch16');
  expect(candidates(64).map(({ name }) => name)).toEqual(expect.arrayContaining(['resnet10_small', 'vit_tiny_patch8']));
  expect(candidates(225).some(({ name }) => name.startsWith('vit'))).toBe(false);
});

test('figures are measured once, kept for machine and engine, and held against the budget', async () => {
  const place = { machine: 'here', engine: 'this' };
  const figures = { inferenceMs: 4, trainingMs: 20, inferenceMb: 50, trainingMb: 200, parameters: 10 };
  let measured = 0;
  const backbone = BackboneConfig.parse({ kind: 'resnet', depth: 10 });
  const large = BackboneConfig.parse({ kind: 'resnet', depth: 101 });
  const ask = async (engine: string, isAgain = false) =>
    advise(
      [
        { name: 'small', backbone },
        { name: 'large', backbone: large },
      ],
      { size: 32, channels: 1, batch: 1, threads: null },
      {
        budget: { msMax: 5, mbMax: null, of: 'inference' },
        measurements: await openMeasurements(home, { ...place, engine }),
        measure: async ({ backbone: asked }) => {
          measured++;
          if (asked.kind === 'resnet' && asked.depth === 101) throw new Error('died');
          return figures;
        },
        isAgain,
        onProgress: () => {},
      },
    );
  const first = await ask('this');
  expect(first.map(({ fits, isNew, reason }) => [fits, isNew, reason])).toEqual([
    [true, true, null],
    [false, true, 'died'],
  ]);
  // What failed is tried again, what was measured is not.
  expect((await ask('this'))[0]?.isNew).toBe(false);
  expect(measured).toBe(3);
  await ask('that');
  expect(measured).toBe(5);
  await ask('this', true);
  expect(measured).toBe(7);
  expect(excess(figures, { msMax: 10, mbMax: 100, of: 'training' })).toBe('20.0 ms of 10, 200 MB of 100');
});

test('a busy machine’s figures are kept until it is calm', async () => {
  const place = { machine: 'busy', engine: 'this' };
  const request = { backbone: BackboneConfig.parse({ kind: 'resnet' }), size: 8, channels: 1, batch: 1, threads: null };
  const figures = { inferenceMs: 4, trainingMs: 20, inferenceMb: 50, trainingMb: 200, parameters: 10 };
  await (await openMeasurements(home, place, true)).keep(request, figures);
  expect((await openMeasurements(home, place, true)).find(request)).toEqual({ ...figures, isBusy: true });
  expect((await openMeasurements(home, place)).find(request)).toBeUndefined();
  await (await openMeasurements(home, place)).keep(request, figures);
  expect((await openMeasurements(home, place, true)).find(request)).toEqual({ ...figures, isBusy: false });
  expect([isMachineBusy(0), isMachineBusy(1000)]).toEqual([false, true]);
});

test('a small network is measured: a step costs more than a look', () => {
  const backbone = BackboneConfig.parse({ kind: 'resnet', depth: 10, width: 4, stem: 'small' });
  // Large enough that other work on the machine does not turn the order round.
  const found = measureBackbone({ backbone, size: 32, channels: 1, batch: 64, threads: null });
  expect(found.inferenceMs).toBeGreaterThan(0);
  expect(found.trainingMs).toBeGreaterThan(found.inferenceMs);
  expect(found.trainingMb).toBeGreaterThanOrEqual(found.inferenceMb);
  expect(found.parameters).toBe(
    summariseBackbone(backbone, { size: 32, channels: 1 }).layers.reduce((sum, layer) => sum + layer.parameters, 0),
  );
});
