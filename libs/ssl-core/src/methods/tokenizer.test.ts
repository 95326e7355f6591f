import { BackboneConfig, TokenizerConfig, TokenizerPretrainConfig } from '@assay/contracts';
import { openEngine, tensorCount, tf } from '@assay/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { createBackbone } from '../backbones/backbone';
import { requireVit } from '../backbones/vit';
import { codePerplexity } from '../losses/perplexity';
import { createRng } from '../rng';
import { untrainedSource } from './source';
import { RESNET, stripes, VIT } from './testing/pretrainings';
import { createTokenizer } from './tokenizer';

beforeAll(() => void openEngine({ threads: 1 }));

const SIDE = 16;
const input = { rng: createRng(0), inputSize: SIDE, channels: 1, mean: [0.5], std: [0.25] };
const run = TokenizerConfig.parse({ kind: 'run', id: '0000' });
const random = TokenizerConfig.parse({ kind: 'random', codes: 8 });

function untrained(backbone: object, method: object, size: object) {
  const config = { task: 'pretrain', dataset: { name: 'any' }, backbone, method, input: { channels: 1, ...size } };
  return untrainedSource(TokenizerPretrainConfig.parse(config), createRng(4));
}

/** The network whose patches get codes. */
function patchesOf(config: object = VIT) {
  return requireVit(
    createBackbone(BackboneConfig.parse(config), { inputSize: SIDE, channels: 1, rng: input.rng }),
    'x',
  );
}

/** Stripes as a network sees them. */
function pictures(side: number, { mean, std }: { mean: number; std: number }): tf.Tensor4D {
  return tf.tidy(() => {
    const x = tf.tensor4d(Float32Array.from(stripes(6, side)), [6, side, side, 1]);
    return tf.div(tf.sub(tf.div(x, 255), mean), std);
  });
}

describe('a tokenizer', () => {
  it('of random codes tells patches apart, whatever their picture is scaled by, and gives equal ones the same', () => {
    const vit = patchesOf();
    const tokenizer = createTokenizer(random, vit, input);
    tf.tidy(() => {
      const x = pictures(SIDE, { mean: 0.5, std: 0.25 });
      const codes = tokenizer.encode(x);
      expect(codes.shape).toEqual([6 * 16]);
      expect(codePerplexity(codes, 8).dataSync()[0]).toBeGreaterThan(2);
      expect(tokenizer.encode(tf.add(tf.mul(x, 3), 1)).arraySync()).toEqual(codes.arraySync());
      const flat = tokenizer.encode(tf.zeros([1, SIDE, SIDE, 1])).arraySync();
      expect(new Set(flat).size).toBe(1);
    });
    tokenizer.dispose();
    vit.dispose();
  });

  it('of another run sees our view in its own size and normalisation', () => {
    const before = tensorCount();
    const vit = patchesOf();
    const source = untrained(RESNET, { kind: 'dvae', codes: 8 }, { size: 32, mean: [0.3], std: [0.5] });
    const tokenizer = createTokenizer(run, vit, { ...input, source });
    const same = untrained(RESNET, { kind: 'dvae', codes: 8 }, { size: 32, mean: [0.5], std: [0.25] });
    const plain = createTokenizer(run, vit, { ...input, source: same });
    tf.tidy(() => {
      const small = pictures(SIDE, { mean: 0.5, std: 0.25 });
      const codes = tokenizer.encode(small).arraySync();
      expect(codes).toHaveLength(6 * 16);
      // The weights are the same, so what differs is what they see.
      const asTheirs = tf.div(tf.sub(tf.add(tf.mul(small, 0.25), 0.5), 0.3), 0.5) as tf.Tensor4D; // small's shape
      expect(plain.encode(asTheirs).arraySync()).toEqual(codes);
      expect(new Set(codes).size).toBeGreaterThan(1);
    });
    for (const part of [tokenizer, plain, vit]) part.dispose();
    expect(tensorCount()).toBe(before);
  });

  it('learns nothing', () => {
    const vit = patchesOf();
    const source = untrained(VIT, { kind: 'vqKd', codes: 8, decoder: { width: 16, heads: 2 } }, { size: SIDE });
    const tokenizer = createTokenizer(run, vit, { ...input, source });
    expect(tokenizer.parameters.some(({ isTrainable, variable }) => isTrainable || variable.trainable)).toBe(false);
    expect(tokenizer.parameters.every(({ name }) => name.startsWith('tokenizer.'))).toBe(true);
    for (const part of [tokenizer, vit]) part.dispose();
  });

  it('says what does not fit, and leaves nothing behind', () => {
    const vit = patchesOf();
    const before = tensorCount();
    const coarse = untrained(RESNET, { kind: 'dvae' }, { size: SIDE });
    expect(() => createTokenizer(run, vit, { ...input, source: coarse })).toThrow(
      /gives 2 x 2 codes, the backbone has 4 x 4 patches; choose backbone.patch/,
    );
    const colour = untrained(RESNET, { kind: 'dvae' }, { size: 32, channels: 3 });
    expect(() => createTokenizer(run, vit, { ...input, source: colour })).toThrow(/sees 3 channels, this run has 1/);
    const { method: _method, ...rest } = coarse.config;
    expect(() => createTokenizer(run, vit, { ...input, source: { ...coarse, config: rest } })).toThrow(
      /gives no codes/,
    );
    expect(() => createTokenizer(run, vit, input)).toThrow(/were not handed over/);
    expect(tensorCount()).toBe(before);
    vit.dispose();
  });
});
