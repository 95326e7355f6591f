import type { tf } from '../tf';
import { eagerBackend, type RawValues } from './binding';
import { buildGraph, type Graph } from './build';
import { collectGarbage } from './collectGarbage';
import { ProgramError } from './errors';
import { checkFeeds } from './feeds';
import { holdInSession, releaseFromSession, separate, type ValueSource } from './heldVariables';
import { watchPeak } from './processMemory';
import { openSession, type Session } from './session';
import type { FunctionSignature, InputSpec, TracedFunction } from './trace';

export type ProgramOptions = {
  /** Inputs of each function by name; a function without an entry takes none. */
  inputs?: Readonly<Record<string, Readonly<Record<string, InputSpec>>>>;
  /** All variables that any function reads or changes. */
  variables: readonly tf.Variable[];
  /** `bfloat16`: products and convolutions only, weights stay float32. `float32` when not given. */
  precision?: 'float32' | 'bfloat16';
  /** TensorFlow's device string, such as `/device:GPU:0`; TensorFlow's own choice when not given. */
  device?: string;
  /** A program that is estimated to need more is refused before it is loaded. */
  memoryBytesMax?: number;
};

export type FunctionStats = {
  nodes: number;
  /** Estimate, without the variables. */
  estimatedPeakBytes: number;
  /**
   * What the process has grown by at most since `init`, as seen after the function's first runs: with TensorFlow's own
   * working memory, and that of functions that ran before. null before, and where the system does not tell.
   */
  measuredPeakBytes: number | null;
};

export type ProgramStats = {
  traceMs: number;
  writeMs: number;
  loadMs: number;
  nodes: number;
  fileBytes: number;
  variableBytes: number;
  /** By how much the process is expected to grow: variables, the largest function's peak, TensorFlow's own needs. */
  estimatedBytes: number;
  functions: Record<string, FunctionStats>;
};

/** Functions over one set of variables, ready to run. */
export interface Program {
  /**
   * Hands the variables' values to the program. From then on the program holds them: reading a variable reads its
   * present value there. To be called before the first run, and again after variables were assigned from outside.
   */
  init(): void;
  /**
   * Runs one function. All its changes of variables happen, or none.
   *
   * @param feeds a tensor for each input; they stay the caller's
   * @returns a tensor for each output, which the caller disposes
   * @throws ProgramError when a feed does not fit; NotFiniteError when a check of `assertFinite` failed
   */
  run(name: string, feeds?: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor>;
  /** What each function takes. */
  readonly inputs: Readonly<Record<string, Readonly<Record<string, InputSpec>>>>;
  /** Frees all memory; the variables get their values back as ordinary tensors. */
  close(): void;
  readonly stats: ProgramStats;
}

/** Runs of a function whose peak of memory is measured; the first also pays for the graph's own optimisation. */
const MEASURED_RUNS = 4;
/** Variables read at once; the addon's splitting of names takes time that grows with the square of their number. */
const READ_CHUNK = 256;

/**
 * Compiles functions of ordinary tfjs code into one TensorFlow graph whose weights stay in its session. The functions
 * run once, on shapes alone; what they return are the outputs, and what they assign to listed variables happens in the
 * session at every run.
 *
 * @throws ProgramError naming the function, the line and what cannot be compiled
 */
export function compileProgram(functions: Readonly<Record<string, TracedFunction>>, options: ProgramOptions): Program {
  const graph = buildGraph(functions, options);
  refuseIfTooLarge(graph, options.memoryBytesMax);
  return openProgram(graph, openSession(graph.nodes), options);
}

/** What a program would cost: traces it, and loads nothing. */
export function estimateProgram(
  functions: Readonly<Record<string, TracedFunction>>,
  options: ProgramOptions,
): Graph['stats'] {
  return buildGraph(functions, options).stats;
}

function refuseIfTooLarge({ stats }: Graph, bytesMax: number | undefined): void {
  const { estimatedBytes, variableBytes } = stats;
  if (bytesMax === undefined || estimatedBytes <= bytesMax) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MB`;
  throw new ProgramError(
    'memory',
    `the program needs about ${megabytes(estimatedBytes)} (${megabytes(variableBytes)} of variables, ` +
      `${megabytes(estimatedBytes - variableBytes)} for a step), and may use ${megabytes(bytesMax)}`,
  );
}

function openProgram(graph: Graph, session: Session, { variables, inputs = {} }: ProgramOptions): Program {
  const backend = eagerBackend();
  const stats: ProgramStats = { ...graph.stats, ...session.stats };
  const runs = new Map<string, number>();
  let state: 'made' | 'ready' | 'closed' = 'made';
  let version = 0;
  let snapshot: { version: number; values: RawValues[] } | undefined;
  let peakSinceInit: () => number | null = () => null;

  const source: ValueSource = {
    get version() {
      return version;
    },
    values(index) {
      if (snapshot?.version !== version) snapshot = { version, values: readAll() };
      const values = snapshot.values[index];
      if (!values) throw new Error(`program: no variable ${index}`);
      return values;
    },
  };

  function readAll(): RawValues[] {
    const values: RawValues[] = [];
    for (let start = 0; start < graph.variables.length; start += READ_CHUNK) {
      const reads = graph.variables.slice(start, start + READ_CHUNK).map(({ read }) => read);
      for (const { id } of session.run([], reads)) {
        // A copy: the addon hands out memory that goes with the handle.
        values.push(backend.binding.tensorDataSync(id).slice());
        backend.binding.deleteTensor(id);
      }
    }
    return values;
  }

  function signatureOf(name: string): FunctionSignature {
    const signature = graph.signatures.get(name);
    if (signature) return signature;
    const known = [...graph.signatures.keys()].join(', ');
    throw new ProgramError('feed', `there is no function "${name}" in the program; it has ${known}`);
  }

  return {
    stats,
    inputs,
    init() {
      if (state === 'closed') throw new ProgramError('state', 'init: the program is closed');
      separate(variables);
      const ids = backend.getInputTensorIds(variables);
      const feeds = graph.variables.map(({ placeholder }, i) => ({ node: placeholder, id: ids[i] ?? -1 }));
      for (const { id } of session.run(feeds, [graph.init])) backend.binding.deleteTensor(id);
      version++;
      snapshot = undefined;
      holdInSession(variables, source);
      if (state === 'made') {
        collectGarbage();
        peakSinceInit = watchPeak();
      }
      state = 'ready';
    },
    run(name, feeds = {}) {
      const { inputs: fed, outputs, fetches, isChanging } = signatureOf(name);
      if (state === 'closed') throw new ProgramError('state', `${name}: the program is closed`);
      if (state === 'made') throw new ProgramError('state', `${name}: call init() before the first run`);
      checkFeeds(name, inputs[name] ?? {}, feeds);
      const tensors = fed.map((input) => feeds[input.name]).filter((tensor) => tensor !== undefined);
      const ids = backend.getInputTensorIds(tensors);
      const feedList = fed.map(({ node }, i) => ({ node, id: ids[i] ?? -1 }));
      const found = session.run(feedList, fetches);
      const count = runs.get(name) ?? 0;
      runs.set(name, count + 1);
      const figures = stats.functions[name];
      if (figures && count < MEASURED_RUNS) figures.measuredPeakBytes = peakSinceInit();
      if (isChanging) {
        version++;
        snapshot = undefined;
      }
      if (outputs.length === 0) {
        for (const { id } of found) backend.binding.deleteTensor(id);
        return {};
      }
      return Object.fromEntries(
        outputs.map(({ name: output }, i) => {
          const tensor = found[i];
          if (!tensor) throw new Error(`${name}: TensorFlow gave no output ${output}`);
          return [output, backend.createOutputTensor(tensor)];
        }),
      );
    },
    close() {
      if (state === 'closed') return;
      if (state === 'ready') releaseFromSession(variables, source);
      snapshot = undefined;
      session.close();
      state = 'closed';
    },
  };
}
