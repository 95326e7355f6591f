/** A plain array on its way into a step: values, shape and the tensor's type. */
export type FeedArray = { data: Float32Array | Int32Array | Uint8Array; shape: number[]; dtype: 'float32' | 'int32' };
