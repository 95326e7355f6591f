import { readFileSync } from 'node:fs';
import { BackboneConfig, DvaeConfig, MethodConfig, OptimizerConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { createScope, exportParameters, importParameters } from '../layers/parameters';
import { createOptimizer } from '../optim/optimizer';
import { createRng } from '../rng';
import { fill, filledWeights } from '../testing/filling';
import { type Feeds, toTensors } from '../train/feeds';
import { createTrainingProgram, type Loss, rateTensors } from '../train/trainingProgram';
import { createMethod } from './createMethod';
import { drawBlocks } from './draws/blockMask';
import { createDvaeStep } from './dvae';
import { lossOf } from './method';
import { ratesAt } from './rates';
import { expectGradients, pickSamples, type Samples, storedGradients } from './testing/gradients';
import { methodInput } from './testing/pretrainings';

type Case = {
  steps: ({ loss: number } & Record<string, number>)[];
  gradients: Record<string, Samples>;
  after: Record<string, number[]>;
};
type Statistic = { mean: number; error: number };
type Fixture = {
  pictures: number;
  side: number;
  rate: number;
  totalSteps: number;
  cases: Record<string, Case>;
  blocks: { grid: number; wanted: number; minPatches: number; statistics: Record<string, Statistic> }[];
};

/** What tools/reference/masked.py wrote, in float64. */
const fixture = JSON.parse(readFileSync(new URL('./fixtures/masked.json', import.meta.url), 'utf8')) as Fixture;

const VIT = BackboneConfig.parse({ kind: 'vit', patch: 4, width: 16, depth: 1, heads: 2 });
const LENGTH = 16;
const CODES = { codes: 7, codeWidth: 6 };
const STEPS_PER_EPOCH = 2;
const DVAE = {
  kind: 'dvae',
  ...CODES,
  decoderWidth: 12,
  divergence: { weight: 2, warmupEpochs: 4 / STEPS_PER_EPOCH },
};
const METHODS: Record<string, object> = {
  beit: { kind: 'beit', tokenizer: { kind: 'random', ...CODES } },
  simmim: { kind: 'simmim' },
  dvae: DVAE,
  straightThrough: { ...DVAE, sample: 'straightThrough' },
  vqKd: { kind: 'vqKd', ...CODES, decay: 0.9, decoder: { width: 12, depth: 1, heads: 2 } },
};

describe.each(Object.entries(fixture.cases))('%s equals the reference', (name, known) => {
  it.each(['compiled', 'eager'] as const)(
    'over five %s steps',
    (engine) => {
      const { parameters, rates, loss, dispose } = createCase(METHODS[name] ?? {});
      importParameters(parameters, filledWeights(parameters));
      const trainable = parameters.filter(({ isTrainable }) => isTrainable);
      const sgd = { kind: 'sgd', learningRate: fixture.rate, momentum: 0.9, weightDecay: 0 };
      const optimizer = createOptimizer(OptimizerConfig.parse(sgd), trainable);
      let gradients: Map<string, Float32Array> | undefined;
      const spied = {
        ...optimizer,
        step: (...given: Parameters<typeof optimizer.step>) => {
          gradients ??= engine === 'eager' ? storedGradients(trainable, given[0]) : undefined;
          optimizer.step(...given);
        },
      };
      const options = { parameters, trainable, optimizer: spied, loss, rateNames: Object.keys(rates), engine };
      const program = createTrainingProgram({ ...options, clipNorm: null, clipValue: null, feeds: feedsOf(name, 0) });

      for (const [step, figures] of known.steps.entries()) {
        const place = { step, stepsPerEpoch: STEPS_PER_EPOCH, epochs: fixture.totalSteps / STEPS_PER_EPOCH };
        const scalars = ratesAt(rates, place);
        const inputs = {
          ...toTensors(feedsOf(name, step).arrays),
          ...rateTensors({ ...scalars, learningRate: fixture.rate }),
        };
        const outputs = program.program.run('step', inputs);
        const found = Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, value.dataSync()[0]]));
        tf.dispose([outputs, inputs]);
        for (const [figure, value] of Object.entries(figures)) {
          const own = scalars[figure] ?? found[figure] ?? Number.NaN;
          expect(Math.abs(own - value) / Math.max(Math.abs(value), 0.01), `${figure} of step ${step}`).toBeLessThan(
            1e-4,
          );
        }
      }
      program.close();
      if (gradients) expectGradients(gradients, known.gradients);
      const after = new Map(exportParameters(parameters).map((entry) => [entry.name, entry.data]));
      for (const [key, samples] of Object.entries(known.after)) {
        for (const [i, value] of pickSamples(after.get(key)).entries()) {
          expect(Math.abs(value - (samples[i] ?? 9)), `${key}[${i}]`).toBeLessThan(1e-3);
        }
      }
      optimizer.dispose();
      dispose();
    },
    60_000,
  );
});

/** A method, or a discrete VAE that is fed its noise. */
function createCase(config: object) {
  const input = methodInput(VIT, { inputSize: fixture.side, channels: 1 });
  const { backbone } = input;
  const whole = MethodConfig.parse(config);
  const method = createMethod(whole, input);
  const rates = method.rates ?? {};
  if (whole.kind !== 'dvae') {
    const loss: Loss = (inputs) => lossOf(method.loss([inputs.x as tf.Tensor4D], inputs)); // as fed
    const dispose = () => [method, backbone].forEach((part) => void part.dispose());
    return { parameters: [...backbone.parameters, ...method.parameters], rates, loss, dispose };
  }
  method.dispose();
  const scope = createScope({ rng: createRng(0) });
  const { reconstruct } = createDvaeStep(DvaeConfig.parse(config), input, scope);
  const loss: Loss = ({ x, gumbel, temperature, divergenceWeight }) =>
    lossOf(
      reconstruct(x as tf.Tensor4D, () => gumbel as tf.Tensor2D, {
        temperature: temperature as tf.Scalar,
        divergenceWeight: divergenceWeight as tf.Scalar, // as fed, all four
      }),
    );
  const parameters = [...backbone.parameters, ...scope.parameters];
  return { parameters, rates, loss, dispose: () => parameters.forEach(({ variable }) => void variable.dispose()) };
}

function feedsOf(name: string, step: number): Feeds {
  const { pictures, side } = fixture;
  const filled = (key: string, shape: number[], change = (value: number) => value) => {
    const values = fill(
      `${key}${step}`,
      shape.reduce((product, length) => product * length, 1),
    );
    // Through float32 before and after, as the reference's.
    return { data: Float32Array.from(values, (value) => change(Math.fround(value))), shape, dtype: 'float32' as const };
  };
  const x = filled('x', [pictures, side, side, 1]);
  if (name === 'vqKd') return { arrays: { x }, pictures };
  if (name === 'beit' || name === 'simmim')
    return { arrays: { x, noise: filled('noise', [pictures, LENGTH]) }, pictures };
  const gumbel = filled('gumbel', [pictures * LENGTH, CODES.codes], (value) => {
    return -Math.log(-Math.log(((value + 1) / 2) * 0.98 + 0.01));
  });
  return { arrays: { x, gumbel }, pictures };
}

describe.each(fixture.blocks)('blocks on a grid of $grid', ({ grid, wanted, minPatches, statistics }) => {
  const masks = Array.from({ length: 3000 }, (_, n) =>
    drawBlocks(createRng(1, 'mask', n), { grid, hidden: wanted, minPatches, minAspect: 0.3 }),
  );

  it('hide exactly as many patches as asked: whole rectangles within the bounds, then single ones', () => {
    for (const { hidden, blocks, filled } of masks) {
      expect(hidden.reduce((sum, value) => sum + value, 0)).toBe(wanted);
      const covered = union(blocks, grid);
      expect(covered.every((value, patch) => value <= (hidden[patch] ?? 0))).toBe(true);
      expect(covered.reduce((sum, value) => sum + value, 0)).toBe(wanted - filled);
      for (const { top, left, height, width } of blocks) {
        expect(Math.min(top, left)).toBeGreaterThanOrEqual(0);
        expect(Math.max(top + height, left + width)).toBeLessThanOrEqual(grid);
        // Sides are rounded, which moves each by half a patch at most.
        expect((height + 0.5) / Math.max(width - 0.5, 0.5)).toBeGreaterThanOrEqual(0.3);
        expect((height - 0.5) / (width + 0.5)).toBeLessThanOrEqual(1 / 0.3);
      }
    }
  });

  it('look as those of the reference before single patches are added', () => {
    const facts = masks.map(({ blocks }) => {
      const covered = union(blocks, grid);
      const at = (row: number, column: number) => covered[row * grid + column] ?? 0;
      const hidden = covered.reduce((sum, value) => sum + value, 0);
      const cells = Array.from({ length: grid * grid }, (_, i) => [Math.floor(i / grid), i % grid] as const);
      const pairs = cells.reduce((sum, [row, column]) => {
        const right = column + 1 < grid ? at(row, column + 1) : 0;
        const below = row + 1 < grid ? at(row + 1, column) : 0;
        return sum + at(row, column) * (right + below);
      }, 0);
      const firstRow = Array.from({ length: grid }, (_, column) => at(0, column)).reduce((sum, one) => sum + one, 0);
      const middle = at(Math.floor(grid / 2), Math.floor(grid / 2));
      return { hidden, isWhole: hidden === wanted ? 1 : 0, pairs, corner: at(0, 0), middle, firstRow };
    });
    for (const [name, { mean, error }] of Object.entries(statistics)) {
      const own = facts.reduce((sum, fact) => sum + fact[name as keyof typeof fact], 0) / facts.length; // its names
      // Both means are of as many masks: four and a half deviations of their difference.
      expect(Math.abs(own - mean), name).toBeLessThan(4.5 * Math.SQRT2 * Math.max(error, 1e-3));
    }
  });
});

function union(
  blocks: readonly { top: number; left: number; height: number; width: number }[],
  grid: number,
): number[] {
  const covered = new Array<number>(grid * grid).fill(0);
  for (const { top, left, height, width } of blocks) {
    for (let i = 0; i < height * width; i++) covered[(top + Math.floor(i / width)) * grid + left + (i % width)] = 1;
  }
  return covered;
}
