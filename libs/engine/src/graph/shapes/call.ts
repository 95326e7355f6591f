import { DATA_TYPE, type OpCall, type Shape, type TensorSpec } from '../types';

/** @throws Error when the operation was called with fewer inputs */
export function inputOf(call: OpCall, index: number): TensorSpec {
  const found = call.inputs[index];
  if (!found) throw new Error(`it has ${call.inputs.length} inputs, number ${index} is missing`);
  return found;
}

export function shapeOf(call: OpCall, index: number): Shape {
  return inputOf(call, index).shape;
}

export function dtypeOf(call: OpCall, index: number): number {
  return inputOf(call, index).dtype;
}

/** An input of exactly this many axes. */
export function rankedShapeOf(call: OpCall, index: number, rank: number): Shape {
  const shape = shapeOf(call, index);
  if (shape.length !== rank) throw new Error(`input ${index} must have ${rank} axes, it has ${shape.length}`);
  return shape;
}

/** The one number of a constant input, such as an axis or a count. */
export function constantNumber(call: OpCall, index: number): number {
  const [value, ...more] = call.constant(index);
  if (value === undefined || more.length > 0) throw new Error(`input ${index} must hold one number`);
  return value;
}

/** A constant input that is a shape. */
export function constantShape(call: OpCall, index: number): Shape {
  const shape = call.constant(index);
  if (shape.some((side) => side < 0)) throw new Error(`input ${index} is no shape: [${shape}]`);
  return shape;
}

/** @throws Error when the attribute is missing and has no fallback, or is no number */
export function numberAttribute(call: OpCall, name: string, fallback?: number): number {
  const value = call.attributes[name] ?? fallback;
  if (typeof value !== 'number') throw new Error(`the attribute ${name} must be a number, it is ${value}`);
  return value;
}

/** @throws Error when the attribute is missing and has no fallback, or is no list of numbers */
export function listAttribute(call: OpCall, name: string, fallback?: readonly number[]): readonly number[] {
  const value = call.attributes[name] ?? fallback;
  if (typeof value !== 'object') throw new Error(`the attribute ${name} must be a list, it is ${value}`);
  return value;
}

/** @throws Error when the attribute is missing and has no fallback, or is no text */
export function textAttribute(call: OpCall, name: string, fallback?: string): string {
  const value = call.attributes[name] ?? fallback;
  if (typeof value !== 'string') throw new Error(`the attribute ${name} must be a text, it is ${value}`);
  return value;
}

/** A flag, false where the operation does not carry it. */
export function flagAttribute(call: OpCall, name: string): boolean {
  return call.attributes[name] === true;
}

/** The length of one axis. */
export function sideOf(shape: Shape, axis: number): number {
  const side = shape.at(axis);
  if (side === undefined) throw new Error(`[${shape}] has no axis ${axis}`);
  return side;
}

/** An axis counted from the front. @throws Error when a tensor of this rank does not have it */
export function toAxis(axis: number, rank: number): number {
  const counted = axis < 0 ? axis + rank : axis;
  if (counted < 0 || counted >= rank) throw new Error(`axis ${axis} does not exist among ${rank}`);
  return counted;
}

export function countValues(shape: Shape): number {
  return shape.reduce((product, side) => product * side, 1);
}

export function isSameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((side, axis) => side === b[axis]);
}

/** @throws Error when the two inputs differ in shape */
export function requireSameShape(call: OpCall, first: number, second: number): void {
  const [a, b] = [shapeOf(call, first), shapeOf(call, second)];
  if (!isSameShape(a, b)) throw new Error(`inputs ${first} and ${second} must have one shape, not [${a}] and [${b}]`);
}

/** @throws Error when the two inputs differ in type */
export function requireSameType(call: OpCall, first: number, second: number): void {
  const [a, b] = [dtypeOf(call, first), dtypeOf(call, second)];
  if (a !== b)
    throw new Error(`inputs ${first} and ${second} must have one type, not ${typeName(a)} and ${typeName(b)}`);
}

/** @throws Error when an input is of another type */
export function requireType(call: OpCall, index: number, dtype: number): void {
  const found = dtypeOf(call, index);
  if (found !== dtype) throw new Error(`input ${index} must be ${typeName(dtype)}, it is ${typeName(found)}`);
}

/** The engine lays pictures out as [N, H, W, C] everywhere. @throws Error when an operation says otherwise */
export function requireChannelsLast(call: OpCall): void {
  const format = textAttribute(call, 'data_format', 'NHWC');
  if (!format.endsWith('C')) throw new Error(`its data_format is ${format}; pictures must be NHWC, volumes NDHWC`);
}

function typeName(dtype: number): string {
  return Object.entries(DATA_TYPE).find(([, value]) => value === dtype)?.[0] ?? `type ${dtype}`;
}
