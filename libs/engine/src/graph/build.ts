import { readSimd } from '../simd';
import { eagerBackend } from './binding';
import { ProgramError } from './errors';
import { estimatePeakBytes, estimateProcessBytes, sizeOf } from './memory';
import { type GraphNode, liveNodes, typeAttribute } from './nodes';
import { orderForMemory } from './order';
import { ownMemory } from './ownMemory';
import type { ProgramOptions, ProgramStats } from './program';
import { createRecorder, type Recorder } from './recorder';
import {
  addDone,
  addPlaceholder,
  type FunctionSignature,
  type GraphVariable,
  safeName,
  type TracedFunction,
  toTensorSpec,
  traceFunction,
} from './trace';

/** Functions as one graph, before TensorFlow has seen it. */
export type Graph = {
  nodes: GraphNode[];
  variables: (GraphVariable & { placeholder: string })[];
  /** Node that sets all variables to what their placeholders are fed. */
  init: string;
  signatures: ReadonlyMap<string, FunctionSignature>;
  stats: Pick<ProgramStats, 'traceMs' | 'nodes' | 'variableBytes' | 'estimatedBytes' | 'functions'>;
};

/** Traces the functions over one set of variables and keeps what their outputs need. */
export function buildGraph(functions: Readonly<Record<string, TracedFunction>>, options: ProgramOptions): Graph {
  const startedAt = performance.now();
  const { variables: listed, inputs = {}, precision = 'float32', device = '' } = options;
  checkVariables(listed);
  if (precision === 'bfloat16') requireBfloat16();
  for (const name of Object.keys(inputs)) {
    if (!functions[name]) throw new ProgramError('trace', `inputs are given for "${name}", which is no function`);
  }
  const recorder = createRecorder(eagerBackend().binding, { precision, device });
  const variables = listed.map((variable, i) => addVariable(recorder, variable, i));
  const init = addDone(
    recorder,
    'init',
    variables.map(({ assign }) => `^${assign}`),
  );
  const signatures = new Map<string, FunctionSignature>();
  for (const [name, run] of Object.entries(functions)) {
    if (safeName(name) !== name)
      throw new ProgramError('trace', `"${name}" cannot name a function: use letters and digits`);
    signatures.set(name, traceFunction(recorder, { name, run, inputs: inputs[name] ?? {}, variables }));
  }

  const roots = [init, ...variables.map(({ read }) => read)];
  for (const signature of signatures.values()) roots.push(...signature.fetches);
  const nodes = liveNodes(recorder.nodes, roots);
  const names = new Set(nodes.map(({ name }) => name));
  // TensorFlow prunes a placeholder that nothing needs, and refuses to be fed one.
  for (const signature of signatures.values())
    signature.inputs = signature.inputs.filter(({ node }) => names.has(node));
  const variableBytes = variables.reduce((sum, { spec }) => sum + sizeOf(spec), 0);
  const figures = Object.fromEntries(
    [...signatures].map(([name, { fetches }]) => {
      const own = liveNodes(nodes, fetches);
      orderForMemory(own);
      const estimatedPeakBytes = estimatePeakBytes(own, fetches);
      return [name, { nodes: own.length, estimatedPeakBytes, measuredPeakBytes: null }];
    }),
  );
  return {
    nodes,
    variables,
    init,
    signatures,
    stats: {
      traceMs: performance.now() - startedAt,
      nodes: nodes.length,
      variableBytes,
      estimatedBytes: estimateProcessBytes(
        variableBytes,
        Object.values(figures).map((figure) => figure.estimatedPeakBytes),
      ),
      functions: figures,
    },
  };
}

/** @throws ProgramError where the processor would only imitate bfloat16, many times slower */
function requireBfloat16(): void {
  const simd = readSimd();
  if (eagerBackend().binding.isUsingGpuDevice() || simd.some((set) => BFLOAT16_SETS.includes(set))) return;
  throw new ProgramError(
    'state',
    `bfloat16 needs a processor with ${BFLOAT16_SETS.join(' or ')}, or a GPU; this one has ${simd.join(', ') || 'neither'}: use float32`,
  );
}

const BFLOAT16_SETS = ['avx512_bf16', 'amx_bf16'];

function addVariable(recorder: Recorder, variable: ProgramOptions['variables'][number], index: number) {
  const { shape } = variable;
  const dtype = variable.dtype;
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw new ProgramError(
      'trace',
      `the variable ${variable.name} is ${dtype}: a program holds float32, int32 and bool`,
    );
  }
  const spec = toTensorSpec({ shape, dtype });
  const name = `v${index}`;
  const type = typeAttribute('dtype', spec.dtype);
  const handle = recorder.add({
    op: 'VarHandleOp',
    name,
    inputs: [],
    attributes: [
      type,
      { name: 'shape', kind: 'shape', value: shape },
      { name: 'shared_name', kind: 'string', value: name },
    ],
  });
  const read = recorder.add({
    op: 'ReadVariableOp',
    name: `${name}_read`,
    inputs: [handle],
    attributes: [type],
    outputs: [spec],
  });
  const placeholder = addPlaceholder(recorder, `${name}_in`, spec);
  const own = ownMemory(recorder, placeholder, spec);
  const assign = recorder.add({ op: 'AssignVariableOp', inputs: [handle, own], attributes: [type] });
  return { variable, spec, handle, read, placeholder, assign };
}

function checkVariables(variables: ProgramOptions['variables']): void {
  const seen = new Set<unknown>();
  for (const variable of variables) {
    if (variable.isDisposed) throw new ProgramError('trace', `the variable ${variable.name} is disposed of already`);
    if (seen.has(variable)) throw new ProgramError('trace', `the variable ${variable.name} is listed twice`);
    seen.add(variable);
  }
}
