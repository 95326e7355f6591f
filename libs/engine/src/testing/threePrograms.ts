/** Compiles, runs and closes the same program four times and prints what each left behind. */
import { eagerBackend } from '../graph/binding';
import { residentBytes } from '../graph/processMemory';
import { compileProgram } from '../graph/program';
import { openEngine } from '../openEngine';
import { relu } from '../ops/relu';
import { tf } from '../tf';

openEngine({ threads: 2 });
const WIDTH = 512;
const BATCH = 4096;

function round() {
  const weights = Array.from({ length: 6 }, () =>
    tf.tidy(() => tf.variable(tf.fill<tf.Rank.R2>([WIDTH, WIDTH], 1e-3))),
  );
  const program = compileProgram(
    {
      step({ x }) {
        const { value, grads } = tf.variableGrads(() => {
          const end = weights.reduce((h, w) => relu(tf.matMul(h, w)), x as tf.Tensor2D);
          return tf.mean(tf.square(end)) as tf.Scalar;
        }, weights);
        for (const w of weights) w.assign(tf.sub(w, grads[w.name] ?? 0));
        return { loss: value };
      },
    },
    { inputs: { step: { x: { shape: [BATCH, WIDTH], dtype: 'float32' } } }, variables: weights },
  );
  program.init();
  const x = tf.ones([BATCH, WIDTH]);
  for (let i = 0; i < 3; i++) tf.dispose(program.run('step', { x }));
  const { estimatedBytes, functions } = program.stats;
  program.close();
  tf.dispose([x, ...weights]);
  return {
    measured: functions.step?.measuredPeakBytes ?? null,
    estimated: estimatedBytes,
    residentAfter: residentBytes()?.now ?? 0,
    handles: eagerBackend().binding.getNumOfTensors(),
  };
}

process.stdout.write(JSON.stringify([round(), round(), round(), round()]));
