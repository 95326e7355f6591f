import { BackboneConfig, EfficientNetConfig } from '@assay/contracts';
import { openEngine, tf } from '@assay/engine';
import { withShadow } from '@assay/engine/testing';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { withDropSeed } from '../layers/dropPath';
import { createRng } from '../rng';
import { fill } from '../testing/filling';
import { createProgram } from '../train/trainingProgram';
import { type Backbone, type BackboneInput, createBackbone } from './backbone';
import { createEfficientNet } from './efficientNet';

/** Two lanes, so that halves of a batch are dropped as the whole would be. */
beforeAll(() => void openEngine({ threads: 2, lanes: 2 }));
afterEach(() => tf.disposeVariables());

const SIDE = 16;
const BATCH = 6;
type Create = (input: BackboneInput) => Backbone;
const of =
  (config: object): Create =>
  (input) =>
    createBackbone(BackboneConfig.parse(config), input);
const VIT = { kind: 'vit', patch: 8, width: 24, depth: 3, heads: 3 };
const RESNET = { kind: 'resnet', depth: 10, width: 4, stem: 'small' };
const efficient =
  (config: Partial<EfficientNetConfig>): Create =>
  (input) => {
    const scaling = { width: 0.25, depth: 0.5 };
    return createEfficientNet(EfficientNetConfig.parse({ kind: 'efficientnet', ...config }), { ...input, scaling });
  };

const NETWORKS: [string, Create][] = [
  ['vit that drops', of({ ...VIT, dropPath: 0.5 })],
  ['resnet with squeeze-and-excitation', of({ ...RESNET, attention: 'squeezeExcite' })],
  ['resnet with cbam', of({ ...RESNET, attention: 'cbam' })],
  ['efficientnet that drops', efficient({ dropPath: 0.5 })],
  ['efficientnet as TensorFlow’s', efficient({ convention: 'tensorflow' })],
  ['efficientnet lite', efficient({ variant: 'lite0' })],
];

function createStep(create: Create, recompute = false) {
  const backbone = create({ inputSize: SIDE, channels: 1, rng: createRng(4), recompute });
  const trainable = backbone.parameters.filter(({ isTrainable }) => isTrainable).map(({ variable }) => variable);
  const count = BATCH * backbone.featureDimension;
  const direction = Float32Array.from(fill('direction', count));
  const step = ({ x, seed }: Record<string, tf.Tensor>) => {
    // As the trainer's pretraining: the loss itself knows nothing of the seed.
    const loss = () => {
      const features_ND = backbone.features(x as tf.Tensor4D, { training: true }); // as fed below
      return tf.mean<tf.Scalar>(tf.mul(features_ND, tf.tensor2d(direction, [BATCH, backbone.featureDimension])));
    };
    const { value, grads } = withDropSeed(seed, () => tf.variableGrads(loss, trainable));
    for (const variable of trainable) variable.assign(tf.sub(variable, tf.mul(grads[variable.name] ?? 0, 0.1)));
    return { value };
  };
  return { backbone, step };
}

const feeds = (seed: number) => ({
  x: tf.randomNormal([BATCH, SIDE, SIDE, 1], 0, 1, 'float32', 5),
  seed: tf.tensor1d([seed, 2], 'int32'),
});

/** The loss of a step, and all parameters after it. */
function outcome(create: Create, engine: 'compiled' | 'eager', { recompute = false, seed = 7 } = {}): Float32Array[] {
  const { backbone, step } = createStep(create, recompute);
  const inputs = {
    step: {
      x: { shape: [BATCH, SIDE, SIDE, 1], dtype: 'float32' },
      seed: { shape: [2], dtype: 'int32' },
    },
  } as const;
  const variables = backbone.parameters.map(({ variable }) => variable);
  const program = createProgram({ step }, { inputs, variables, engine });
  program.init();
  const { value } = program.run('step', feeds(seed));
  const found = [value, ...variables].map((tensor) => Float32Array.from(tensor?.dataSync() ?? []));
  program.close();
  backbone.dispose();
  return found;
}

function expectSame(a: readonly Float32Array[], b: readonly Float32Array[]): void {
  expect(a.map(({ length }) => length)).toEqual(b.map(({ length }) => length));
  const worst = a.flatMap((values, i) => Array.from(values, (value, j) => Math.abs(value - (b[i]?.[j] ?? Number.NaN))));
  expect(worst.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(2e-5);
}

test.each(NETWORKS.filter(([name]) => !name.includes('TensorFlow')))(
  '%s takes the same step executed, compiled in lanes, and recomputed',
  (_, create) => {
    const executed = outcome(create, 'eager');
    expectSame(outcome(create, 'compiled'), executed);
    expectSame(outcome(create, 'compiled', { recompute: true }), executed);
    expectSame(outcome(create, 'eager', { recompute: true }), executed);
  },
);

test.each(NETWORKS)('the tracer knows the shapes of all that a step of %s does', (_, create) => {
  const { backbone, step } = createStep(create);
  const met = withShadow(() => tf.tidy(() => void step(feeds(1))));
  expect(met.size).toBeGreaterThan(10);
  backbone.dispose();
});

test('another seed skips other branches, and each use of a step its own', () => {
  const create = of({ ...VIT, dropPath: 0.5 });
  expect(outcome(create, 'compiled')).toEqual(outcome(create, 'compiled'));
  expect(outcome(create, 'compiled')[0]).not.toEqual(outcome(create, 'compiled', { seed: 8 })[0]);
  const { backbone } = createStep(create);
  tf.tidy(() => {
    const { x, seed } = feeds(1);
    const twice = withDropSeed(seed, () =>
      [1, 2].map(() =>
        backbone
          .features(x as tf.Tensor4D, { training: true })
          .dataSync()
          .slice(),
      ),
    );
    expect(twice[0]).not.toEqual(twice[1]);
  });
  backbone.dispose();
});
