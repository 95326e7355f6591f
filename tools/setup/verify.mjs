import { join } from 'node:path';
import { run } from '../lib/command.mjs';
import { ROOT } from '../lib/root.mjs';
import { linkEngine } from './link.mjs';
import { lastLines } from './packages.mjs';
import { SetupError } from './say.mjs';

/** Runs in a process of its own: a broken library ends it, not the setup. */
const PROBE = `
const util = require('node:util');
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
const tf = require('@tensorflow/tfjs-node-gpu');
const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])).dataSync();
const { binding, isUsingGpuDevice } = tf.backend();
console.log(JSON.stringify({ product: [...product], device: isUsingGpuDevice ? 'gpu' : 'cpu', tensorflow: binding.TF_Version }));
`;

/**
 * Opens the linked engine and multiplies two matrices with it.
 * @returns {Promise<{ device: string, tensorflow: string }>}
 */
export async function probeEngine() {
  const { code, output } = await run(process.execPath, ['-e', PROBE], {
    cwd: join(ROOT, 'libs', 'engine'),
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', TF_ENABLE_ONEDNN_OPTS: '1', NODE_NO_WARNINGS: '1' },
    timeoutSeconds: 120,
  });
  const line = output.split('\n').find((text) => text.startsWith('{"product"'));
  const answer = line ? JSON.parse(line) : undefined;
  if (code !== 0 || answer?.product.join() !== '19,22,43,50') {
    throw new SetupError(
      `the engine was built but does not open:\n${lastLines(output, 8)}`,
      'report this with the lines above',
    );
  }
  return answer;
}

/** Links a freshly built folder for a moment and opens it from there. */
export async function verifyBuild(folder) {
  linkEngine(folder);
  await probeEngine();
}
