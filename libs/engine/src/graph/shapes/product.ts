import type { OpCall, Shape, ShapeFunction } from '../types';
import { broadcastShapes } from './broadcast';
import {
  dtypeOf,
  flagAttribute,
  inputOf,
  rankedShapeOf,
  requireChannelsLast,
  requireSameType,
  shapeOf,
  sideOf,
  textAttribute,
} from './call';

/** The last two axes are multiplied: [.., rows, inner] by [.., inner, columns]. */
function multiply(call: OpCall, transposesA: boolean, transposesB: boolean): { rows: number; columns: number } {
  requireSameType(call, 0, 1);
  const [a, b] = [shapeOf(call, 0), shapeOf(call, 1)];
  const innerA = sideOf(a, transposesA ? -2 : -1);
  const innerB = sideOf(b, transposesB ? -1 : -2);
  if (innerA !== innerB) throw new Error(`its inner sides ${innerA} and ${innerB} differ`);
  return { rows: sideOf(a, transposesA ? -1 : -2), columns: sideOf(b, transposesB ? -2 : -1) };
}

const matMul: ShapeFunction = (call) => {
  rankedShapeOf(call, 0, 2);
  rankedShapeOf(call, 1, 2);
  const { rows, columns } = multiply(call, flagAttribute(call, 'transpose_a'), flagAttribute(call, 'transpose_b'));
  return [{ shape: [rows, columns], dtype: dtypeOf(call, 0) }];
};

const batchMatMul: ShapeFunction = (call) => {
  const { rows, columns } = multiply(call, flagAttribute(call, 'adj_x'), flagAttribute(call, 'adj_y'));
  const batch = broadcastShapes(shapeOf(call, 0).slice(0, -2), shapeOf(call, 1).slice(0, -2));
  return [{ shape: [...batch, rows, columns], dtype: dtypeOf(call, 0) }];
};

/** `ij,jk->ik`: each letter is an axis, and all axes of one letter have one length. */
const einsum: ShapeFunction = (call) => {
  const equation = textAttribute(call, 'equation');
  if (equation.includes('.')) throw new Error(`${equation}: an ellipsis is not supported, name every axis`);
  const [left, right] = equation.replaceAll(' ', '').split('->');
  if (left === undefined || right === undefined) throw new Error(`${equation} has no ->`);
  const terms = left.split(',');
  if (terms.length !== call.inputs.length) {
    throw new Error(`${equation} names ${terms.length} inputs, there are ${call.inputs.length}`);
  }

  const sides = new Map<string, number>();
  for (const [index, letters] of terms.entries()) {
    const shape = rankedShapeOf(call, index, letters.length);
    for (const [axis, letter] of [...letters].entries()) {
      const side = sideOf(shape, axis);
      const known = sides.get(letter) ?? side;
      if (known !== side) throw new Error(`${equation}: ${letter} is ${known} and ${side}`);
      sides.set(letter, side);
    }
  }
  const shape = [...right].map((letter) => {
    const side = sides.get(letter);
    if (side === undefined) throw new Error(`${equation}: ${letter} occurs in no input`);
    return side;
  });
  return [{ shape, dtype: dtypeOf(call, 0) }];
};

const biasAdd: ShapeFunction = (call) => {
  requireChannelsLast(call);
  requireSameType(call, 0, 1);
  const channels = sideOf(shapeOf(call, 0), -1);
  const [length] = rankedShapeOf(call, 1, 1);
  if (length !== channels) throw new Error(`a bias of ${length} values for ${channels} channels`);
  return [inputOf(call, 0)];
};

const biasAddGrad: ShapeFunction = (call) => {
  requireChannelsLast(call);
  const channels: Shape = [sideOf(shapeOf(call, 0), -1)];
  return [{ shape: channels, dtype: dtypeOf(call, 0) }];
};

/** Products of matrices, and the bias that follows one. */
export const PRODUCT = {
  BatchMatMul: batchMatMul,
  BatchMatMulV2: batchMatMul,
  BiasAdd: biasAdd,
  BiasAddGrad: biasAddGrad,
  Einsum: einsum,
  MatMul: matMul,
} satisfies Record<string, ShapeFunction>;
