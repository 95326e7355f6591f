import { RunConfig, VitConfig, WeightsInput } from '@assay/contracts';
import { openEngine, tensorCount } from '@assay/engine';
import { createBackbone, createRng } from '@assay/ssl-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHeader } from '../weights/weightsHeader';
import type { RunAssignment } from '../worker/protocol';
import { modelTensors } from './network';
import { decodeTensors, encodeTensors } from './tensorFile';
import { attemptTask, createTaskFixture, type TaskFixture } from './testing/taskFixture';

const vit = { kind: 'vit', patch: 4, width: 24, depth: 1, heads: 3 };
const resnet = { kind: 'resnet', depth: 10, width: 4, stem: 'small' };
const base = {
  task: 'pretrain',
  dataset: { name: 'spots' },
  input: { size: 16, pack: 16, channels: 1 },
  augment: { crop: {}, flip: { horizontal: 0.5 } },
  optimizer: { kind: 'adamw', learningRate: 0.001 },
  epochs: 2,
  batchSize: 4,
  checkpoint: { everyEpochs: 1 },
};
/** Codes of a grid of 4 x 4 places, as the patches of `vit`. */
const DVAE = { ...base, backbone: resnet, input: { ...base.input, size: 32 }, method: { kind: 'dvae', codes: 8 } };
const VQ_KD = {
  ...base,
  backbone: vit,
  method: { kind: 'vqKd', codes: 8, decoder: { width: 24, depth: 1, heads: 3 } },
};
const BEIT = { ...base, backbone: vit, method: { kind: 'beit', tokenizer: { kind: 'run', id: 'some-run' } } };

let fixture: TaskFixture;
beforeAll(async () => {
  openEngine({ lanes: 2 });
  fixture = await createTaskFixture({ perClass: { train: 4, validation: 1, test: 1 } });
});
afterAll(() => fixture.remove());

const sources = new Map<object, Promise<NonNullable<RunAssignment['source']>>>();

/** A run that has ended, as another one is handed it. */
function sourceOf(config: object) {
  const source = sources.get(config) ?? runSource(config);
  sources.set(config, source);
  return source;
}

async function runSource(config: object) {
  const weights = (await attemptTask(fixture, config, { run: 'source' })).artifact('weights')?.digest ?? '';
  return { config: RunConfig.parse(config), weights };
}

/** Weights as `assay weights import` stores them: of a ViT for pictures in colour, 24 pixels wide. */
async function importedWeights(missing: string[] = []): Promise<string> {
  const network = VitConfig.parse({ kind: 'vit', patch: 8, width: 24, depth: 1, heads: 3, pool: 'token' });
  const input = WeightsInput.parse({
    ...{ size: 24, channels: 3, resize: 'stretch', mean: [0.4, 0.5, 0.6], std: [0.2, 0.2, 0.3] },
  });
  const backbone = createBackbone(network, { inputSize: 24, channels: 3, rng: createRng(1, 'elsewhere') });
  const tensors = modelTensors([backbone]).filter(({ name }) => !missing.some((one) => name.endsWith(one)));
  backbone.dispose();
  const bytes = encodeTensors(tensors, writeHeader({ backbone: network, input, missing }));
  return (await fixture.artifacts.put(bytes)).digest;
}

async function tensorNames(digest: string): Promise<string[]> {
  return [
    ...decodeTensors(await fixture.artifacts.read(digest))
      .group('model')
      .keys(),
  ];
}

describe('a tokenizer', () => {
  it('keeps its whole method, and a network that builds on it only its own', async () => {
    const dvae = await sourceOf(DVAE);
    const names = await tensorNames(dvae.weights);
    expect(names).toEqual(expect.arrayContaining(['conv1.weight', 'to_logits.weight', 'codebook']));
    const vqKd = await tensorNames((await sourceOf(VQ_KD)).weights);
    expect(vqKd).toEqual(expect.arrayContaining(['blocks.0.attn.qkv.weight', 'quantize.embedding.weight']));
    expect(vqKd.filter((name) => name.startsWith('teacher') || name.startsWith('decoder'))).toEqual([]);

    const beit = await attemptTask(fixture, BEIT, { run: 'beit', source: dvae });
    const own = await tensorNames(beit.artifact('weights')?.digest ?? '');
    expect(own.filter((name) => /^(tokenizer|lm_head|mask_token)/.test(name))).toEqual([]);
    expect(beit.figures['train/loss']).toBeGreaterThan(0);
  }, 60_000);

  it.each([
    ['dvae', DVAE],
    ['vqKd', VQ_KD],
  ])(
    '%s lets BEiT go on from a checkpoint to the very same bytes',
    async (name, config) => {
      const source = await sourceOf(config);
      const whole = await attemptTask(fixture, BEIT, { run: `whole-${name}`, source });
      const stopAt = { step: 2, reason: 'release' } as const;
      const cut = await attemptTask(fixture, BEIT, { run: `cut-${name}`, source, stopAt });
      const resume = cut.artifact('checkpoint') ?? { digest: '', step: 0 };
      const resumed = await attemptTask(fixture, BEIT, { run: `resumed-${name}`, source, resume });
      expect(resumed.startStep).toBe(2);
      expect(resumed.artifact('weights')).toEqual(whole.artifact('weights'));
      expect(resumed.artifact('checkpoint')).toEqual(whole.artifact('checkpoint'));
    },
    60_000,
  );

  it('is itself resumed to the same bytes, with another run as its teacher', async () => {
    const source = await sourceOf(DVAE);
    const config = { ...VQ_KD, method: { ...VQ_KD.method, teacher: { kind: 'run', id: 'some-run' } } };
    const whole = await attemptTask(fixture, config, { run: 'whole-teacher', source });
    const stopAt = { step: 2, reason: 'release' } as const;
    const cut = await attemptTask(fixture, config, { run: 'cut-teacher', source, stopAt });
    const resume = cut.artifact('checkpoint') ?? { digest: '', step: 0 };
    const resumed = await attemptTask(fixture, config, { run: 'resumed-teacher', source, resume });
    expect(resumed.artifact('weights')).toEqual(whole.artifact('weights'));
  }, 60_000);

  it('learns from weights of coloured pictures of another size, resumed to the same bytes', async () => {
    const source = { config: null, weights: await importedWeights() };
    const teacher = { kind: 'weights', name: 'elsewhere', size: 16 };
    const config = { ...VQ_KD, method: { ...VQ_KD.method, teacher } };
    const whole = await attemptTask(fixture, config, { run: 'whole-elsewhere', source });
    expect(whole.events).toContainEqual(
      expect.objectContaining({ kind: 'log', message: 'patch_embed.proj.weight: summed over the colours' }),
    );
    expect(whole.events).toContainEqual(
      expect.objectContaining({ kind: 'log', message: 'pos_embed: interpolated from 3 x 3 places to 2 x 2' }),
    );
    const resume = (
      await attemptTask(fixture, config, { run: 'cut', source, stopAt: { step: 2, reason: 'release' } })
    ).artifact('checkpoint') ?? { digest: '', step: 0 };
    const resumed = await attemptTask(fixture, config, { run: 'resumed-elsewhere', source, resume });
    expect(resumed.artifact('weights')).toEqual(whole.artifact('weights'));

    // Its own size where the config names none.
    const own = { ...VQ_KD, method: { ...VQ_KD.method, teacher: { kind: 'weights', name: 'elsewhere' } } };
    const other = await attemptTask(fixture, own, { run: 'own-size', source });
    expect(other.events.filter((event) => event.kind === 'log' && event.message.includes('interpolated'))).toEqual([]);
    expect(other.artifact('weights')).not.toEqual(whole.artifact('weights'));
  }, 60_000);

  it('refuses weights of an unknown network, and those that lack tensors', async () => {
    const config = { ...VQ_KD, method: { ...VQ_KD.method, teacher: { kind: 'weights', name: 'elsewhere' } } };
    const partial = { config: null, weights: await importedWeights(['cls_token']) };
    await expect(attemptTask(fixture, config, { source: partial })).rejects.toThrow(
      /method.teacher: the weights lack 1 tensors \(bring in whole weights/,
    );
    const strange = { config: null, weights: (await sourceOf(DVAE)).weights };
    await expect(attemptTask(fixture, config, { source: strange })).rejects.toThrow(/weights of an unknown network/);
  }, 60_000);

  it('is refused when its codes lie on another grid, or it is none, or it was not handed over', async () => {
    const coarse = await sourceOf({ ...DVAE, input: { ...DVAE.input, size: 16 } });
    await expect(attemptTask(fixture, BEIT, { source: coarse })).rejects.toThrow(
      /method: .*the tokenizer gives 2 x 2 codes, the backbone has 4 x 4 patches; choose/,
    );
    const simclr = await sourceOf({ ...base, backbone: resnet, method: { kind: 'simclr', projector: [8] } });
    await expect(attemptTask(fixture, BEIT, { source: simclr })).rejects.toThrow(/a simclr gives no codes/);
    await expect(attemptTask(fixture, BEIT)).rejects.toThrow(/were not handed over/);
  }, 60_000);

  it('leaves no tensor behind', async () => {
    const source = await sourceOf(DVAE);
    await attemptTask(fixture, BEIT, { source });
    const before = tensorCount();
    await attemptTask(fixture, BEIT, { source });
    expect(tensorCount()).toBe(before);
  }, 60_000);
});
