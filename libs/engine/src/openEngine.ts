import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { EngineError, loadAddon } from './loadAddon';
import { binding } from './native';
import { readSimd } from './simd';
import { tf } from './tf';

/** The opened runtime, and what a run's record says about it. */
export type Engine = {
  tf: typeof tf;
  backend: 'tensorflow';
  /** Version of the native TensorFlow. */
  tensorflow: string;
  device: 'cpu' | 'gpu';
  /** Whether oneDNN's kernels are on; they sum in another order, so this changes the last digits. */
  onednn: boolean;
  /** Vector instructions that the processor offers, in alphabetical order. */
  simd: string[];
  /** Threads inside one operation; pinned, since they change the order of sums. */
  threads: number;
  /** All of it that changes numbers, on one line: `tensorflow 2.21.0 cpu onednn threads=2`. */
  identity: string;
};

let opened: Engine | undefined;

/**
 * Loads the native TensorFlow, once per process; a second call hands out the same engine.
 *
 * @param options.threads threads inside one operation; all cores when not given
 * @throws EngineError when the native addon is missing or does not load, or when a second call asks for other threads
 */
export function openEngine(options: { threads?: number } = {}): Engine {
  if (opened) {
    if (options.threads !== undefined && options.threads !== opened.threads) {
      throw new EngineError(`the engine is open with ${opened.threads} threads: ${options.threads} need a new process`);
    }
    return opened;
  }
  const threads = options.threads ?? availableParallelism();
  if (!Number.isInteger(threads) || threads < 1) throw new EngineError(`threads: ${threads} is no positive number`);

  // TensorFlow reads these when its library is loaded, so they come first.
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  // Two operations at a time, where there are two threads: while one is too small for all of them, the other uses the
  // rest. A transformer's step is a quarter to a third faster for it. No sum changes its order.
  process.env.TF_NUM_INTEROP_THREADS ??= String(Math.min(2, threads));
  loadAddon(createRequire(import.meta.url));

  const native = binding();
  const device = native.isUsingGpuDevice() ? 'gpu' : 'cpu';
  const onednn = process.env.TF_ENABLE_ONEDNN_OPTS !== '0';
  opened = {
    tf,
    backend: 'tensorflow',
    tensorflow: native.TF_Version,
    device,
    onednn,
    simd: readSimd(),
    threads,
    identity: `tensorflow ${native.TF_Version} ${device}${onednn ? ' onednn' : ''} threads=${threads}`,
  };
  return opened;
}
