/**
 * Our trainer that takes its steps on command: `node --import tsx worker.ts ORDER`, the words are those of
 * peers/training.py.
 */
import { createInterface } from 'node:readline';
import { compileProgram, createEagerProgram, forgetPeak, openEngine, tf } from '@assay/engine';
import { createOptimizer, createRng, type FeedArray, feedSpecs, lanesOf, toTensors } from '@assay/ssl-core';
import { storedShape } from '../../libs/ssl-core/src/layers/parameters';
import type { Ready, Turn } from '../lockstep';
import { readMemory } from '../memory';
import { IS_CONVOLUTIONAL, OPTIMIZERS } from './sizes';
import type { OurOrder, PeakTask, Task } from './task';
import { createWork } from './works';

/** The engine measures the peak of its first runs, and forgets what was before each: so the largest is kept here. */
let peakMb = 0;
function notePeak(): number {
  peakMb = Math.max(peakMb, readMemory().peakMb);
  return peakMb;
}

const order = JSON.parse(process.argv[2] ?? '{}') as OurOrder; // from our own parent
const engine = openEngine({ threads: order.threads, lanes: lanesFor(order) });
const baseMb = notePeak();
const versions = { node: process.versions.node, tensorflow: engine.tensorflow, tfjs: tf.version.tfjs ?? '' };
const { ready, step } = order.work === 'matmul' ? openProduct(order) : openTraining(order);
const WARM_STEPS = 4;

const begun = performance.now();
step();
const firstRunMs = performance.now() - begun;
for (let i = 1; i < WARM_STEPS; i++) {
  notePeak();
  step();
}
const prepare = { ...ready.prepare, firstRunMs };
say('ready', { ...ready, baseMb, startPeakMb: notePeak(), versions, prepare });
forgetPeak();

for await (const line of createInterface({ input: process.stdin })) {
  const steps = Number(line.split(' ')[1]);
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  let loss = Number.NaN;
  for (let i = 0; i < steps; i++) loss = step();
  const { user, system } = process.cpuUsage(cpu);
  const turn: Turn = {
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (user + system) / 1e6,
    ...readMemory(),
    loss,
  };
  say('turn', turn);
}
process.exit(0);

/** As the trainer opens it for such a network. */
function lanesFor(order: OurOrder): number {
  if (order.work === 'matmul' || order.program === 'eager') return 1;
  return lanesOf({ kind: IS_CONVOLUTIONAL[order.work] ? 'resnet' : 'vit' });
}

type Opened = { ready: Pick<Ready, 'parameters' | 'shapes' | 'flops' | 'prepare' | 'notes'>; step: () => number };

/** A training of the product's parts, its weights in the program. */
function openTraining(task: Task & { program: 'compiled' | 'eager' }): Opened {
  const work = createWork(task.work, task.sizes, { batch: task.batch, rng: createRng(0) });
  const config = OPTIMIZERS[task.work];
  const optimizer = createOptimizer(config, work.parameters);
  const trained = work.parameters.filter(({ isTrainable }) => isTrainable);
  const variables = trained.map(({ variable }) => variable);

  const run = ({ learningRate, ...inputs }: Record<string, tf.Tensor>) => {
    const given = { ...inputs, ...work.targets?.(inputs) };
    const { value, grads } = tf.variableGrads(() => work.loss(given), variables);
    optimizer.step(grads, learningRate as tf.Scalar); // fed as one
    work.afterUpdate?.();
    return { loss: value };
  };

  const create = task.program === 'compiled' ? compileProgram : createEagerProgram;
  const program = create(
    { step: run },
    {
      inputs: { step: { ...feedSpecs(work.feeds()), learningRate: { shape: [], dtype: 'float32' } } },
      variables: [...work.parameters.map(({ variable }) => variable), ...optimizer.variables, ...work.others],
      precision: task.precision,
    },
  );
  const startedAt = performance.now();
  program.init();
  notePeak();
  const { traceMs, writeMs, loadMs, nodes } = program.stats;
  return {
    ready: {
      parameters: trained.reduce((sum, { variable }) => sum + variable.size, 0),
      shapes: trained.map((parameter) => storedShape(parameter).join('x')).sort(),
      flops: null,
      prepare: { traceMs, writeMs, loadMs, initMs: performance.now() - startedAt },
      notes: { nodes: String(nodes), program: task.program },
    },
    step: () => trainStep(program, { ...work.feeds(), learningRate: scalarFeed(config.learningRate) }),
  };
}

/** One step as the product's loop takes it: arrays become tensors, the loss is read, all tensors go. */
function trainStep(program: ReturnType<typeof compileProgram>, arrays: Record<string, FeedArray>): number {
  const feeds = toTensors(arrays);
  const outputs = program.run('step', feeds);
  const loss = outputs.loss?.dataSync()[0] ?? Number.NaN;
  tf.dispose([feeds, outputs]);
  return loss;
}

function scalarFeed(value: number): FeedArray {
  return { data: Float32Array.of(value), shape: [], dtype: 'float32' };
}

function openProduct({ side }: PeakTask): Opened {
  const [a, b] = tf.tidy(() => [tf.randomNormal<tf.Rank.R2>([side, side]), tf.randomNormal<tf.Rank.R2>([side, side])]);
  return {
    ready: { parameters: 0, shapes: [], flops: 2 * side ** 3, prepare: {}, notes: {} },
    step() {
      if (!a || !b) return Number.NaN;
      tf.matMul(a, b).dispose();
      return 0;
    },
  };
}

function say(kind: 'ready' | 'turn', message: Ready | Turn): void {
  process.stdout.write(`@${kind} ${JSON.stringify(message)}\n`);
}
