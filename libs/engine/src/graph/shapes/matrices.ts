import type { ShapeFunction } from '../types';
import { dtypeOf, inputOf, isSameShape, shapeOf, sideOf } from './call';

const diagonal: ShapeFunction = (call) => {
  const shape = shapeOf(call, 0);
  return [{ shape: [...shape, ...shape], dtype: dtypeOf(call, 0) }];
};

const diagonalPart: ShapeFunction = (call) => {
  const shape = shapeOf(call, 0);
  const half = shape.slice(0, shape.length / 2);
  if (!isSameShape([...half, ...half], shape)) throw new Error(`[${shape}] has no diagonal: its halves differ`);
  return [{ shape: half, dtype: dtypeOf(call, 0) }];
};

const matrixDiagonal: ShapeFunction = (call) => {
  const shape = shapeOf(call, 0);
  return [{ shape: [...shape, sideOf(shape, -1)], dtype: dtypeOf(call, 0) }];
};

const matrixDiagonalPart: ShapeFunction = (call) => {
  const shape = shapeOf(call, 0);
  const length = Math.min(sideOf(shape, -2), sideOf(shape, -1));
  return [{ shape: [...shape.slice(0, -2), length], dtype: dtypeOf(call, 0) }];
};

const likeMatrix: ShapeFunction = (call) => {
  sideOf(shapeOf(call, 0), -2);
  return [inputOf(call, 0)];
};

/** Diagonals of tensors; those called Matrix treat the last two axes and keep the others. */
export const MATRICES = {
  Diag: diagonal,
  DiagPart: diagonalPart,
  MatrixBandPart: likeMatrix,
  MatrixDiag: matrixDiagonal,
  MatrixDiagPart: matrixDiagonalPart,
} satisfies Record<string, ShapeFunction>;
