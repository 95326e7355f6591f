/** TensorFlow's own numbers for the types of a tensor (`types.proto`). */
export const DATA_TYPE = {
  float32: 1,
  int32: 3,
  uint8: 4,
  string: 7,
  complex64: 8,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  resource: 20,
} as const;

export type Shape = readonly number[];

/** What is known of a tensor before any value exists. */
export type TensorSpec = { readonly shape: Shape /** TensorFlow's number, see DATA_TYPE. */; readonly dtype: number };

export type AttributeValue = boolean | number | string | readonly number[];

/** One operation of TensorFlow on shapes alone: all that its shape function may look at. */
export type OpCall = {
  op: string;
  inputs: readonly TensorSpec[];
  attributes: Readonly<Record<string, AttributeValue>>;
  /** Outputs that the caller asks for. */
  outputs: number;
  /** The values of an input that must be known while tracing, such as a shape or an axis. @throws Error when they are not */
  constant(input: number): number[];
};

/** @throws Error when the inputs do not fit the operation */
export type ShapeFunction = (call: OpCall) => TensorSpec[];
