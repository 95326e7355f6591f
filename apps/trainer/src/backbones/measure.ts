import type { BackboneConfig } from '@assay/contracts';
import { forgetPeak, openEngine, residentBytes, tf } from '@assay/engine';
import { type Backbone, createBackbone, createProgram, createRng, lanesOf } from '@assay/ssl-core';
import { quantile } from '../tasks/quantile';

export type MeasureRequest = {
  backbone: BackboneConfig;
  size: number;
  channels: number;
  batch: number;
  threads: number | null;
};

/** What a backbone costs on this machine. */
export type Measured = {
  /** Medians for one batch, in milliseconds. A training step is features, gradients and plain descent. */
  inferenceMs: number;
  trainingMs: number;
  /** By how much the process grows at most, weights included, in megabytes (2^20 bytes). */
  inferenceMb: number;
  trainingMb: number;
  parameters: number;
};

const ROUNDS = 7;
/** A slow network is timed by fewer runs. */
const SECONDS_MAX = 5;

/** Builds, compiles and times a backbone; to be called in a process of its own, since memory is that of the process. */
export function measureBackbone({ backbone: config, size, channels, batch, threads }: MeasureRequest): Measured {
  // Lanes as a run of this backbone has them.
  openEngine({ lanes: lanesOf(config), ...(threads === null ? {} : { threads }) });
  const base = forgetPeak() ? (residentBytes()?.now ?? null) : null;
  const rng = createRng(0, 'measure');
  const backbone = createBackbone(config, { inputSize: size, channels, rng });
  const shape: [number, number, number, number] = [batch, size, size, channels];
  const feeds = { x: tf.tensor4d(Float32Array.from({ length: batch * size * size * channels }, rng.uniform), shape) };
  const inference = timeFunction(backbone, feeds, (x) => backbone.features(x, { training: false }), base);
  const training = timeFunction(backbone, feeds, (x) => trainingStep(backbone, x), base);
  const learned = backbone.parameters.filter(({ isTrainable }) => isTrainable);
  return {
    inferenceMs: inference.milliseconds,
    trainingMs: training.milliseconds,
    inferenceMb: inference.bytes / 2 ** 20,
    trainingMb: training.bytes / 2 ** 20,
    parameters: learned.reduce((sum, { variable }) => sum + variable.size, 0),
  };
}

function trainingStep({ parameters, features }: Backbone, x_NHWC: tf.Tensor4D): tf.Tensor {
  const learned = parameters.filter(({ isTrainable }) => isTrainable).map(({ variable }) => variable);
  const loss = () => tf.mean<tf.Scalar>(tf.square(features(x_NHWC, { training: true })));
  const { value, grads } = tf.variableGrads(loss, learned);
  for (const variable of learned) variable.assign(tf.sub(variable, tf.mul(grads[variable.name] ?? 0, 1e-6)));
  return value;
}

/** Compiles a function of the input and times whole runs, the reading of its result included. */
function timeFunction(
  { parameters }: Backbone,
  feeds: { x: tf.Tensor4D },
  run: (x_NHWC: tf.Tensor4D) => tf.Tensor,
  base: number | null,
): { milliseconds: number; bytes: number } {
  const program = createProgram(
    { run: ({ x }) => ({ result: run(x as tf.Tensor4D) }) }, // fed with four axes
    {
      inputs: { run: { x: { shape: feeds.x.shape, dtype: 'float32' } } },
      variables: parameters.map(({ variable }) => variable),
      engine: 'compiled',
    },
  );
  try {
    program.init();
    const once = () => {
      const startedAt = performance.now();
      const outputs = program.run('run', feeds);
      for (const output of Object.values(outputs)) output.dataSync();
      const milliseconds = performance.now() - startedAt;
      tf.dispose(outputs);
      return milliseconds;
    };
    // The first run also pays for the graph's optimisation.
    once();
    const times = [once()];
    const rounds = Math.max(1, Math.min(ROUNDS, Math.floor((1000 * SECONDS_MAX) / (times[0] ?? 1))));
    while (times.length < rounds) times.push(once());
    const peak = residentBytes()?.peak;
    const bytes = base === null || peak === undefined ? program.stats.estimatedBytes : Math.max(0, peak - base);
    return { milliseconds: quantile(times, 0.5), bytes };
  } finally {
    program.close();
  }
}
