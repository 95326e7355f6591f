import { openEngine } from '@assay/engine';

/** A process of its own for `assay doctor`: opens the engine, multiplies once and prints what it found. */
const threads = Number(process.argv[2]);
const { tf, ...facts } = openEngine(threads > 0 ? { threads } : {});
const [product] = tf.tidy(() => tf.matMul(tf.ones([1, 2]), tf.fill([2, 1], 21))).dataSync();
if (product !== 42) throw new Error(`error: the engine multiplies wrongly: 42 is ${product}`);
process.stdout.write(`${JSON.stringify(facts)}\n`);
