import type { OpCall, ShapeFunction, TensorSpec } from '../types';
import { CONSTANTS } from './constants';
import { CONVOLUTION } from './convolution';
import { ELEMENTWISE } from './elementwise';
import { FOURIER } from './fourier';
import { IMAGE } from './image';
import { INDEXING } from './indexing';
import { JOINING } from './joining';
import { LAYOUT } from './layout';
import { MATRICES } from './matrices';
import { NORMALISATION } from './normalisation';
import { POOLING } from './pooling';
import { PRODUCT } from './product';
import { RANDOM } from './random';
import { REDUCTION } from './reduction';
import { REFUSED } from './refused';
import { SLICING } from './slicing';

/**
 * What each operation gives, as TensorFlow names operations. Two independent tests stand behind it: every real output
 * is compared with it (shapes.test.ts), and TensorFlow compares it with its own inference when a graph is loaded.
 */
const SHAPE_FUNCTIONS = {
  ...CONSTANTS,
  ...CONVOLUTION,
  ...ELEMENTWISE,
  ...FOURIER,
  ...IMAGE,
  ...INDEXING,
  ...JOINING,
  ...LAYOUT,
  ...MATRICES,
  ...NORMALISATION,
  ...POOLING,
  ...PRODUCT,
  ...RANDOM,
  ...REDUCTION,
  ...REFUSED,
  ...SLICING,
} satisfies Record<string, ShapeFunction>;

const functions = new Map<string, ShapeFunction>(Object.entries(SHAPE_FUNCTIONS));

/**
 * Shape and type of every output of an operation, without running it.
 *
 * @throws Error naming the operation when it is unknown, is refused in a compiled step, or its inputs do not fit
 */
export function inferShapes(call: OpCall): TensorSpec[] {
  const infer = functions.get(call.op);
  if (!infer) {
    throw new Error(
      `${call.op}: no shape function; add a shape function to libs/engine/src/graph/shapes and meet it in the shadow test`,
    );
  }
  try {
    // Shape and type alone: an input that is handed back must not bring its values along.
    return infer(call).map(({ shape, dtype }) => ({ shape, dtype }));
  } catch (error) {
    const shapes = call.inputs.map(({ shape }) => `[${shape}]`).join(' ');
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${call.op}: ${message}; input shapes ${shapes}`, { cause: error });
  }
}

/** Names of all operations that `inferShapes` knows, those that it refuses among them. */
export function knownOperations(): string[] {
  return [...functions.keys()].sort();
}
