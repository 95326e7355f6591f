import { readFileSync } from 'node:fs';
import { BackboneConfig, MethodConfig, OptimizerConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { importParameters, type Parameter } from '../layers/parameters';
import { createOptimizer } from '../optim/optimizer';
import { fill, filledWeights } from '../testing/filling';
import { toTensors } from '../train/feeds';
import { createTrainingProgram, rateTensors } from '../train/trainingProgram';
import { dropColours, projectColours } from './aberration';
import { createMethod } from './createMethod';
import { pixelationMatrix } from './draws/pixelation';
import { lossOf, type Method } from './method';
import { distantPermutations } from './permutations';
import { expectGradients, type Samples, storedGradients } from './testing/gradients';
import { methodInput } from './testing/pretrainings';

// One thread: with two, oneDNN's gradient of a 1 x 1 convolution of stride 2 writes beyond its memory for so few channels
// and three pictures, and ends the process.
type Stored = { data: number[]; shape: number[]; dtype: 'float32' | 'int32' };
type Case = {
  name: string;
  backbone: object;
  method: object;
  side: number;
  channels: number;
  batch: number;
  inputs: Record<string, Stored>;
  losses: Record<string, number>;
  gradients: Record<string, Samples>;
  /** Inpainting: reconstruction, adversarial and discriminator's loss before each of five steps. */
  steps?: number[][];
  /** Colourisation: the running distribution before, and after five batches. */
  prior?: number[];
  priorAfter?: number[];
  /** Jigsaw: the orders. */
  orders?: number[][];
};
type Aberration = Record<'x' | 'noise' | 'dropped' | 'projected', number[][][][]> & {
  kept: number[][];
  std: number[];
  pixelation: { side: number; left: number; matrix: number[][] }[];
};

// As: what tools/reference/pretext.py writes.
const fixture = JSON.parse(readFileSync(new URL('fixtures/pretext.json', import.meta.url), 'utf8')) as {
  cases: Case[];
  aberration: Aberration;
};

/** A case's method with the filled weights. */
function open({ backbone: config, method: methodConfig, side, channels, prior }: Case) {
  const input = methodInput(BackboneConfig.parse(config), { inputSize: side, channels });
  const method = createMethod(MethodConfig.parse(methodConfig), input);
  const parameters = [...input.backbone.parameters, ...method.parameters];
  importParameters(parameters, filledWeights(parameters));
  if (prior) priorOf(method).variable.assign(tf.tensor1d(prior));
  const dispose = () => {
    method.dispose();
    input.backbone.dispose();
  };
  return { method, parameters, dispose };
}

function priorOf(method: Method): Parameter {
  const prior = method.parameters.find(({ name }) => name === 'prior');
  if (!prior) throw new Error(`${method.name} has no prior`);
  return prior;
}

/** The pictures of a name, as `views` of the script makes them. */
function picturesOf(name: string, { batch, side, channels }: Pick<Case, 'batch' | 'side' | 'channels'>): Float32Array {
  const values = fill(name, batch * side * side * channels);
  return Float32Array.from(values, (value, i) => {
    const y = Math.floor(i / channels / side) % side;
    return 0.5 * Math.fround(value) + 0.7 * ((2 * y) / (side - 1) - 1);
  });
}

function feedsOf(known: Case) {
  const { batch, side, channels } = known;
  const x = { data: picturesOf(known.name, known), shape: [batch, side, side, channels], dtype: 'float32' as const };
  const arrays = Object.entries(known.inputs).map(([name, { data, shape, dtype }]) => {
    return [name, { data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data), shape, dtype }] as const;
  });
  return { x, ...Object.fromEntries(arrays) };
}

function lossOfInputs(method: Method, { x, ...inputs }: Record<string, tf.Tensor>) {
  return lossOf(method.loss([x as tf.Tensor4D], inputs)); // as fed
}

describe.each(fixture.cases)('$name', (known) => {
  it('has the loss, its parts and all gradients of the step in PyTorch', () => {
    const { method, parameters, dispose } = open(known);
    const trainable = parameters.filter(({ isTrainable }) => isTrainable);
    tf.tidy(() => {
      const inputs = toTensors(feedsOf(known));
      const parts: Record<string, number> = {};
      const { grads } = tf.variableGrads(
        () => {
          const losses = lossOfInputs(method, inputs);
          for (const [name, value] of Object.entries(losses)) parts[name] = value.dataSync()[0] ?? Number.NaN;
          return losses.loss;
        },
        trainable.map(({ variable }) => variable),
      );
      expect(Object.keys(parts).sort()).toEqual(Object.keys(known.losses).sort());
      for (const [name, value] of Object.entries(known.losses)) {
        expect(Math.abs((parts[name] ?? Number.NaN) - value), name).toBeLessThan(1e-4 * Math.max(1, Math.abs(value)));
      }
      expectGradients(storedGradients(trainable, grads), known.gradients);
    });
    dispose();
  });
});

describe.each(fixture.cases.filter(({ steps }) => steps))('$name', (known) => {
  it('learns in one compiled step as two networks with an optimizer each', () => {
    const { method, parameters, dispose } = open(known);
    const trainable = parameters.filter(({ isTrainable }) => isTrainable);
    const optimizer = createOptimizer(OptimizerConfig.parse({ kind: 'sgd', momentum: 0.9, weightDecay: 0 }), trainable);
    const arrays = feedsOf(known);
    const { program, close } = createTrainingProgram({
      parameters,
      trainable,
      optimizer,
      loss: (inputs) => lossOfInputs(method, inputs),
      feeds: { arrays, pictures: known.batch },
      clipNorm: null,
      clipValue: null,
      engine: 'compiled',
    });
    for (const [step, wanted] of known.steps?.entries() ?? []) {
      const feeds = { ...toTensors(arrays), ...rateTensors({ learningRate: 0.01 }) };
      const outputs = program.run('step', feeds);
      for (const [i, name] of ['reconstruction', 'adversarial', 'discriminator'].entries()) {
        const value = outputs[name]?.dataSync()[0] ?? Number.NaN;
        const goal = wanted[i] ?? Number.NaN;
        expect(Math.abs(value - goal) / Math.abs(goal), `${name} of step ${step + 1}`).toBeLessThan(1e-3);
      }
      tf.dispose([feeds, outputs]);
    }
    close();
    optimizer.dispose();
    dispose();
  });
});

describe.each(fixture.cases.filter(({ prior }) => prior))('$name', (known) => {
  it('follows the distribution of the batches', () => {
    const { method, dispose } = open(known);
    const { batch, side, channels } = known;
    for (let step = 0; step < 5; step++) {
      const data = picturesOf(`${known.name} ${step}`, known);
      tf.tidy(() => void method.loss([tf.tensor4d(data, [batch, side, side, channels])], {}));
    }
    const found = [...priorOf(method).variable.dataSync()];
    const wanted = known.priorAfter ?? [];
    expect(found.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    for (const [i, value] of wanted.entries()) expect(found[i], `bin ${i}`).toBeCloseTo(value, 5);
    dispose();
  });
});

it('puts tiles in the orders of the paper’s algorithm', () => {
  const known = fixture.cases.find(({ orders }) => orders);
  expect(distantPermutations(known?.orders?.length ?? 0)).toEqual(known?.orders);
});

describe('against colour fringes', () => {
  const { x, noise, kept, dropped, std, projected } = fixture.aberration;
  const distance = (found: tf.Tensor, wanted: number[][][][]) =>
    tf.max(tf.abs(tf.sub(found, tf.tensor4d(wanted)))).dataSync()[0];

  it('one channel stays, the others become faint noise', () => {
    tf.tidy(() => {
      const found = dropColours(tf.tensor4d(x), tf.tensor2d(kept), tf.tensor4d(noise));
      expect(distance(found, dropped)).toBeLessThan(1e-5);
    });
  });

  it('the green-magenta axis goes', () => {
    tf.tidy(() => {
      expect(distance(projectColours(tf.tensor4d(x), std), projected)).toBeLessThan(1e-5);
    });
  });
});

it.each(fixture.aberration.pixelation)('takes pixels from a patch of $side until $left are left', (known) => {
  const found = pixelationMatrix(known.side, known.left);
  for (const [i, value] of known.matrix.flat().entries()) expect(found[i]).toBeCloseTo(value, 6);
});
