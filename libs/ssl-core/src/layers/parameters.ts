import { tf } from '@assay/engine';
import type { Rng } from '../rng';
import type { Initialiser } from './initialisers';

/**
 * How a weight is stored outside: `conv` as OIHW (here HWIO), `depthwise` as C1HW (here HWC1), `linear` as out x in (here
 * in x out), `plain` as it is.
 */
export type Layout = 'conv' | 'depthwise' | 'linear' | 'plain';

/** One named tensor of a network: a weight, or a running statistic (not trainable). */
export type Parameter = {
  /** torchvision's or timm's name, for instance `layer1.0.conv1.weight`. */
  name: string;
  variable: tf.Variable;
  layout: Layout;
  isTrainable: boolean;
  /** Whether weight decay may shrink it: not for norm scales, biases, tokens and position embeddings. */
  hasDecay: boolean;
  /**
   * Name of a method's rate. While it is 0 the parameter stays as it is, and what an optimizer keeps of it too, as one in
   * PyTorch whose `grad` is None; at 1 it learns.
   */
  gate?: string;
};

/** A parameter as it is stored: float32, in the stored layout. */
export type NamedArray = { name: string; shape: number[]; data: Float32Array };

export type ParameterOptions<R extends tf.Rank = tf.Rank> = {
  name: string;
  /** In the layout of this code: HWIO, in x out. */
  shape: tf.ShapeMap[R];
  layout?: Layout;
  init: Initialiser;
  isTrainable?: boolean;
  /** When not given: true for all weights but `plain` ones. */
  hasDecay?: boolean;
  gate?: string;
};

/** Where the parts of a network make their parameters; children prefix their names. */
export interface Scope {
  child(name: string): Scope;
  /** @throws Error when the full name is taken */
  parameter<R extends tf.Rank = tf.Rank>(options: ParameterOptions<R>): tf.Variable<R>;
  /** All that were made in this scope's tree, in the order of making. */
  readonly parameters: readonly Parameter[];
}

/** @param options.rng each parameter draws its first values from a stream of its own name, so order does not matter */
export function createScope({ rng, prefix = '' }: { rng: Rng; prefix?: string }): Scope {
  return scopeAt(prefix, rng, []);
}

function scopeAt(prefix: string, rng: Rng, parameters: Parameter[]): Scope {
  const nameOf = (name: string) => (prefix === '' ? name : `${prefix}.${name}`);
  return {
    parameters,
    child: (name) => scopeAt(nameOf(name), rng, parameters),
    parameter<R extends tf.Rank>({
      name,
      shape,
      layout = 'plain',
      init,
      isTrainable = true,
      hasDecay,
      gate,
    }: ParameterOptions<R>) {
      const fullName = nameOf(name);
      if (parameters.some((other) => other.name === fullName)) throw new Error(`parameter ${fullName} exists already`);
      const values = init({ rng: rng.fork(fullName), shape, layout });
      const variable = tf.tidy(() => tf.variable<R>(tf.tensor<R>(values, shape, 'float32'), isTrainable));
      const isDecayed = hasDecay ?? layout !== 'plain';
      parameters.push({
        name: fullName,
        variable,
        layout,
        isTrainable,
        hasDecay: isDecayed,
        ...(gate ? { gate } : {}),
      });
      return variable;
    },
  };
}

export function disposeParameters(parameters: readonly Parameter[]): void {
  for (const { variable } of parameters) variable.dispose();
}

/** Copies of all values in the stored layout, in name order. */
export function exportParameters(parameters: readonly Parameter[]): NamedArray[] {
  return [...parameters]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, variable, layout }) => {
      const stored = tf.tidy(() => transposed(variable, TO_STORED[layout]));
      // A copy: the runtime may hand out its own memory.
      const data = Float32Array.from(stored.dataSync());
      const shape = [...stored.shape];
      if (stored !== variable) stored.dispose();
      return { name, shape, data };
    });
}

/**
 * Sets parameters from stored arrays; checks all of them before it changes any.
 *
 * @param options.partial true: parameters that the arrays lack keep their values
 * @returns names that the arrays hold beyond these parameters
 * @throws Error naming a missing array or one of the wrong shape
 */
export function importParameters(
  parameters: readonly Parameter[],
  arrays: ReadonlyMap<string, { shape: readonly number[]; data: Float32Array }>,
  { partial = false }: { partial?: boolean } = {},
): string[] {
  const found = parameters.flatMap((parameter) => {
    const array = arrays.get(parameter.name);
    if (!array && partial) return [];
    if (!array) throw new Error(`weights: ${parameter.name} is missing`);
    const shape = storedShape(parameter);
    if (String(array.shape) !== String(shape)) {
      throw new Error(`weights: ${parameter.name} has shape [${array.shape}], the network wants [${shape}]`);
    }
    if (array.data.length !== shape.reduce((product, side) => product * side, 1)) {
      throw new Error(`weights: ${parameter.name} has ${array.data.length} values for shape [${shape}]`);
    }
    return [{ parameter, shape, data: array.data }];
  });
  for (const { parameter, shape, data } of found) {
    tf.tidy(() => {
      const stored = tf.tensor(data, shape, 'float32');
      parameter.variable.assign(transposed(stored, FROM_STORED[parameter.layout]));
    });
  }
  const known = new Set(parameters.map(({ name }) => name));
  return [...arrays.keys()].filter((name) => !known.has(name));
}

/** A parameter's shape in the stored layout. */
export function storedShape({ variable, layout }: Pick<Parameter, 'variable' | 'layout'>): number[] {
  return (TO_STORED[layout] ?? variable.shape.map((_, axis) => axis)).map((axis) => variable.shape[axis] ?? 0);
}

const TO_STORED: Record<Layout, number[] | null> = {
  conv: [3, 2, 0, 1],
  depthwise: [2, 3, 0, 1],
  linear: [1, 0],
  plain: null,
};
const FROM_STORED: Record<Layout, number[] | null> = {
  conv: [2, 3, 1, 0],
  depthwise: [2, 3, 0, 1],
  linear: [1, 0],
  plain: null,
};

function transposed(tensor: tf.Tensor, order: number[] | null): tf.Tensor {
  return order ? tf.transpose(tensor, order) : tensor;
}
