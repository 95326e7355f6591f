import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { useKernelsOfGraphs } from './graph/sameKernels';
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
  /** Threads that compute; pinned, since they change the order of sums. */
  threads: number;
  /** Parts of a batch that a compiled step may work on side by side: see `inLanes`. */
  lanes: number;
  /** All of it that changes numbers, on one line: `tensorflow 2.21.0 cpu onednn threads=2`. */
  identity: string;
};

let opened: Engine | undefined;

/**
 * Loads the native TensorFlow, once per process; a second call hands out the same engine.
 *
 * @param options.threads that compute; all cores when not given
 * @param options.lanes parts of a batch that are computed side by side, where a model allows it, each with its share of
 *   the threads; fewer when they cannot share the threads evenly, 1 when not given
 * @throws EngineError when the native addon is missing or does not load, or when a second call asks for other threads or
 *   lanes
 */
export function openEngine(options: { threads?: number; lanes?: number } = {}): Engine {
  if (opened) {
    refuseOthers(opened, options);
    return opened;
  }
  const threads = options.threads ?? availableParallelism();
  if (!Number.isInteger(threads) || threads < 1) throw new EngineError(`threads: ${threads} is no positive number`);
  const lanes = sharedBy(threads, options.lanes ?? 1);

  // TensorFlow reads these when its library is loaded, so they come first.
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  process.env.TF_NUM_INTRAOP_THREADS = String(threads / lanes);
  // Two operations at a time, where there are two threads: while one is too small for all of them, the other uses the
  // rest. A transformer's step took 5 % less time for it on a calm machine. No sum changes its order.
  process.env.TF_NUM_INTEROP_THREADS ??= String(Math.max(lanes, Math.min(2, threads)));
  loadAddon(createRequire(import.meta.url));

  const native = binding();
  const device = native.isUsingGpuDevice() ? 'gpu' : 'cpu';
  const onednn = process.env.TF_ENABLE_ONEDNN_OPTS !== '0';
  if (onednn && device === 'cpu') useKernelsOfGraphs();
  opened = {
    tf,
    backend: 'tensorflow',
    tensorflow: native.TF_Version,
    device,
    onednn,
    simd: readSimd(),
    threads,
    // A GPU's own threads are shared by all operations anyway.
    lanes: device === 'gpu' ? 1 : lanes,
    identity: [
      `tensorflow ${native.TF_Version} ${device}`,
      ...(onednn ? ['onednn'] : []),
      `threads=${threads}`,
      ...(lanes > 1 && device === 'cpu' ? [`lanes=${lanes}`] : []),
    ].join(' '),
  };
  return opened;
}

/** Lanes of the open engine; 1 when it is not open yet. */
export function engineLanes(): number {
  return opened?.lanes ?? 1;
}

/** The largest number up to `lanes` that divides the threads. */
function sharedBy(threads: number, lanes: number): number {
  if (!Number.isInteger(lanes) || lanes < 1) throw new EngineError(`lanes: ${lanes} is no positive number`);
  let most = Math.min(lanes, threads);
  while (threads % most !== 0) most--;
  return most;
}

function refuseOthers({ threads, lanes }: Engine, asked: { threads?: number; lanes?: number }): void {
  if (asked.threads !== undefined && asked.threads !== threads) {
    throw new EngineError(`the engine is open with ${threads} threads: ${asked.threads} need a new process`);
  }
  if (asked.lanes !== undefined && sharedBy(threads, asked.lanes) !== lanes) {
    throw new EngineError(`the engine is open with ${lanes} lanes: ${asked.lanes} need a new process`);
  }
}
