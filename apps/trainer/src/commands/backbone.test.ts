import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackboneConfig } from '@assay/contracts';
import { openEngine } from '@assay/engine';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { machineName, openMeasurements } from '../backbones/measurements';
import { readEnvironment } from '../env';
import { runJson, runMain } from '../testing/runMain';

const folder = mkdtempSync(join(tmpdir(), 'assay-backbone-'));
const small = join(folder, 'small.json');
const wide = join(folder, 'wide.json');
const SMALL = { kind: 'resnet', depth: 10, width: 4, stem: 'small' };
const WIDE = { ...SMALL, width: 8 };

beforeAll(() => {
  vi.stubEnv('ASSAY_HOME', join(folder, 'home'));
  writeFileSync(small, JSON.stringify(SMALL));
  writeFileSync(wide, JSON.stringify(WIDE));
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Weights and the two numbers a channel of each batch norm, of four blocks of two 3 x 3 convolutions after the stem. */
function parametersOf(width: number): number {
  const norm = (channels: number) => 2 * channels;
  const blocks = [1, 2, 4, 8].map((times, block) => {
    const [inner, outer] = [block === 0 ? width : (times * width) / 2, times * width];
    const shortcut = block === 0 ? 0 : inner * outer + norm(outer);
    return 9 * inner * outer + 9 * outer * outer + 2 * norm(outer) + shortcut;
  });
  return 9 * width + norm(width) + blocks.reduce((sum, parameters) => sum + parameters, 0);
}

describe('assay backbone summary', () => {
  it('prints shapes, parameters and multiply-adds of a file’s network', async () => {
    const summary = await runJson('backbone', 'summary', small, '--size', '16', '--channels', '1');
    expect(summary).toMatchObject({
      name: small,
      backbone: SMALL,
      input: { size: 16, channels: 1 },
      featureDimension: 32,
      stages: [
        [16, 16, 4],
        [8, 8, 8],
        [4, 4, 16],
        [2, 2, 32],
      ],
      parameters: parametersOf(4),
    });
    const { layers, multiplyAdds } = summary as { layers: { multiplyAdds: number }[]; multiplyAdds: number };
    expect(layers[0]).toEqual({
      name: 'conv1',
      kind: 'conv 3x3',
      weight: [4, 1, 3, 3],
      output: [16, 16, 4],
      parameters: 36,
      multiplyAdds: 16 * 16 * 36,
    });
    expect(multiplyAdds).toBe(layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0));
  });

  it('takes the size of a recipe’s own pictures, and says all of it in words without --json', async () => {
    const { code, out } = await runMain('backbone', 'summary', 'boards-scratch');
    expect(code).toBe(0);
    expect(out).toMatch(/^LAYER +KIND +WEIGHT +OUTPUT +PARAMETERS +MILLION MULTIPLY-ADDS\n/);
    expect(out).toMatch(/a picture of 32 x 32 x 1: 0.31 million parameters/);
  });

  it.each([
    [['summary', 'resnet19'], /^assay: resnet19: no backbone, recipe or file of that name/],
    [['summary', 'resnet18', '--size', '7'], /--size: .*7/],
    [['summary', 'resnet18', '--channels', '2'], /--channels: "2".*1 or 3/],
    [['summary', 'vit_tiny_patch1'], /vit_tiny_patch1: .*patch/],
    [['advise', 'resnet18', '--for', 'both'], /--for: "both".*inference or training/],
    [['advise', 'resnet18', '--max-ms', 'few'], /--max-ms: .*few/],
  ])('%j is refused with one line and exit code 2', async (parameters, message) => {
    const { code, out, err } = await runMain('backbone', ...parameters, '--json');
    expect(err).toMatch(message);
    expect([code, out, err.trimEnd().split('\n').length]).toEqual([2, '', 1]);
  });
});

describe('assay backbone advise', () => {
  /** Figures that this machine would have measured before. */
  async function remember(backbone: object, figures: { ms: number; mb: number }): Promise<void> {
    const { home, threads } = readEnvironment();
    const place = { machine: machineName(), engine: openEngine(threads === null ? {} : { threads }).identity };
    const measurements = await openMeasurements(home, place);
    await measurements.keep(
      { backbone: BackboneConfig.parse(backbone), size: 32, channels: 1, batch: 2, threads },
      {
        inferenceMs: figures.ms,
        trainingMs: 5 * figures.ms,
        inferenceMb: figures.mb,
        trainingMb: 4 * figures.mb,
        parameters: 100,
      },
    );
  }
  const ask = (...rest: string[]) =>
    runJson('backbone', 'advise', small, wide, '--size', '32', '--channels', '1', '--batch', '2', ...rest);

  it('recalls what was measured here, and says which fit a budget and why others do not', async () => {
    await remember(SMALL, { ms: 2, mb: 10 });
    await remember(WIDE, { ms: 6, mb: 30 });
    expect(await ask('--max-ms', '5')).toMatchObject({
      machine: machineName(),
      size: 32,
      channels: 1,
      batch: 2,
      budget: { msMax: 5, mbMax: null, of: 'inference' },
      backbones: [
        { name: small, backbone: SMALL, isNew: false, fits: true, reason: null, measured: { inferenceMs: 2 } },
        { name: wide, backbone: WIDE, isNew: false, fits: false, reason: '6.0 ms of 5' },
      ],
    });
    expect(await ask('--max-ms', '5', '--max-mb', '60', '--for', 'training')).toMatchObject({
      backbones: [
        { fits: false, reason: '10.0 ms of 5' },
        { fits: false, reason: '30.0 ms of 5, 120 MB of 60' },
      ],
    });
  });
});
