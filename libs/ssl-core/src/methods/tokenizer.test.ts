import { BackboneConfig, TokenizerConfig, TokenizerPretrainConfig } from '@assay/contracts';
import { tensorCount, tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { createBackbone } from '../backbones/backbone';
import { requireVit } from '../backbones/vit';
import { scatteredPlaces } from '../heads/vqKd';
import { codePerplexity } from '../losses/perplexity';
import { createRng } from '../rng';
import { openTeacher } from './frozenTeacher';
import { untrainedSource } from './source';
import { RESNET, stripes, VIT } from './testing/pretrainings';
import { createTokenizer } from './tokenizer';

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

function unit(row: number[]): number[] {
  const length = Math.hypot(...row);
  return row.map((value) => value / length);
}

function nearest(row: number[], codes: number[][]): number {
  const products = codes.map((code) => code.reduce((sum, value, e) => sum + value * (row[e] ?? 0), 0));
  return products.indexOf(Math.max(...products));
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

  it('of visual words gives the nearest of directions that follow what a teacher sees', () => {
    const before = tensorCount();
    const vit = patchesOf();
    const source = untrained(RESNET, { kind: 'dvae', codes: 8 }, { size: 32 });
    const config = TokenizerConfig.parse({ kind: 'words', codes: 6, decay: 0.5, teacher: { kind: 'run', id: '0000' } });
    const tokenizer = createTokenizer(config, vit, { ...input, source });
    const teacher = openTeacher({ ...input, source }, 'test');
    const codebook = tokenizer.parameters.find(({ name }) => name === 'tokenizer.embedding.weight')?.variable;
    tf.tidy(() => {
      const x = pictures(SIDE, { mean: 0.5, std: 0.25 });
      const rows = (teacher.featuresOf(x, 4).arraySync() as number[][]).map(unit);
      // The first codes are rows of the batch; afterwards the codes are where the step before left them.
      let codes = Array.from({ length: 6 }, (_, k) => rows[scatteredPlaces(rows.length, 6)[k] ?? 0] ?? []);
      for (const isFirst of [1, 0, 0]) {
        const chosen = rows.map((row) => nearest(row, codes));
        expect(tokenizer.encode(x, { isFirst: tf.scalar(isFirst) }).arraySync()).toEqual(chosen);
        codes = codes.map((code, k) => {
          const own = rows.filter((_, m) => chosen[m] === k);
          if (own.length === 0) return code;
          const goal = unit(code.map((_, e) => own.reduce((sum, row) => sum + (row[e] ?? 0), 0)));
          return unit(code.map((value, e) => 0.5 * value + 0.5 * (goal[e] ?? 0)));
        });
        const moved = codebook?.arraySync() as number[][];
        for (const [k, code] of codes.entries()) {
          for (const [e, value] of code.entries()) expect(moved[k]?.[e]).toBeCloseTo(value, 4);
        }
      }
    });
    expect(() => tf.tidy(() => tokenizer.encode(tf.zeros([1, SIDE, SIDE, 1])))).toThrow(/need a rate/);
    expect(tokenizer.parameters.some(({ isTrainable, variable }) => isTrainable || variable.trainable)).toBe(false);
    for (const part of [tokenizer, teacher.network, vit]) part.dispose();
    expect(() => createTokenizer(config, vit, input)).toThrow(/the weights of the teacher were not handed over/);
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
