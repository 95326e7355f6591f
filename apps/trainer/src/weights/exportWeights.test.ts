import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackboneConfig } from '@assay/contracts';
import { decodeSafetensors } from '@assay/engine';
import { createBackbone, createLinearHead, createRng, exportParameters } from '@assay/ssl-core';
import { afterAll, expect, it } from 'vitest';
import { decodeTensors, encodeTensors, prefixNames } from '../tasks/tensorFile';
import { exportWeights } from './exportWeights';
import { IS_COUNTER } from './source';
import { checkpointTensors } from './testing/checkpoints';

const folder = mkdtempSync(join(tmpdir(), 'assay-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The file's tensors of a network with a classifier of a thousand, as a run stores them. */
function stored(backbone: BackboneConfig, size: number) {
  const rng = createRng(0);
  const network = createBackbone(backbone, { inputSize: size, channels: 3, rng });
  const head = createLinearHead({ dimension: network.featureDimension, classes: 1000, rng, dropout: 0 });
  const arrays = [network, head].flatMap(({ parameters }) => exportParameters(parameters));
  network.dispose();
  head.dispose();
  return decodeTensors(encodeTensors(prefixNames('model', arrays), {}));
}

it.each<[string, object, number]>([
  ['torchvision resnet18', { kind: 'resnet', depth: 18 }, 32],
  ['timm vit', { kind: 'vit', depth: 2 }, 224],
  ['timm efficientnet_b0', { kind: 'efficientnet' }, 32],
])('%s finds exactly its names and shapes, so that strict loading takes the file', async (key, config, size) => {
  const backbone = BackboneConfig.parse(config);
  const input = { size, channels: 3 as const, resize: 'stretch' as const, mean: [0.5], std: [0.25] };
  const out = join(folder, 'out.safetensors');
  const tensors = stored(backbone, size);
  const answer = await exportWeights({ backbone, input, tensors, missing: [], part: 'all', out });
  expect(answer).toMatchObject({ classes: 1000, parity: { output: 'logits', largestDifference: 0 } });
  const written = decodeSafetensors(readFileSync(out)).tensors;
  const shapes = [...written].map(([name, { shape, dtype }]) => `${name} ${dtype} ${shape}`);
  // PyTorch makes the counters itself where a file lacks them (`_BatchNorm._load_from_state_dict`).
  const wanted = [...checkpointTensors(key)].filter(([name]) => !IS_COUNTER.test(name));
  expect(shapes.sort()).toEqual(wanted.map(([name, { shape }]) => `${name} F32 ${shape}`).sort());
});

it('refuses a network that nobody else has names for, and weights that were never whole', async () => {
  const input = { size: 32, channels: 3 as const, resize: 'stretch' as const, mean: [0.5], std: [0.25] };
  const backbone = BackboneConfig.parse({ kind: 'resnet', depth: 10, width: 4, stem: 'small' });
  const tensors = stored(backbone, 32);
  const request = { backbone, input, tensors, part: 'all' as const, out: join(folder, 'none.safetensors') };
  await expect(exportWeights({ ...request, missing: ['bn1.bias'] })).rejects.toThrow(/were never there: bn1\.bias/);
  await expect(
    exportWeights({ ...request, missing: [], backbone: { ...backbone, kind: 'module' } as never }), // all that is asked
  ).rejects.toThrow(/a network of your own file/);
});
