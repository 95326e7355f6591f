import { type Attribute, attribute, execute } from '../../native';
import { tf } from '../../tf';
import { typeAttributesOf } from './typeAttributes';

/** Calls that meet a family's operations, by what they show. */
export type Calls = Readonly<Record<string, () => void>>;

type TensorOfRank = [tf.Scalar, tf.Tensor1D, tf.Tensor2D, tf.Tensor3D, tf.Tensor4D, tf.Tensor5D];
type TensorOf<Shape extends readonly number[]> = TensorOfRank[Shape['length'] & keyof TensorOfRank] & tf.Tensor;

/** Values from 0.1 to 0.9, the same each time: in the domain of every function. */
export function some<const Shape extends readonly number[]>(...shape: Shape): TensorOf<Shape> {
  return tf.randomUniform([...shape], 0.1, 0.9, 'float32', 3) as TensorOf<Shape>; // its shape is the given one
}

export function ints(...values: number[]): tf.Tensor1D {
  return tf.tensor1d(values, 'int32');
}

export function int(value: number): tf.Scalar {
  return tf.scalar(value, 'int32');
}

/** Integers of 0. */
export function zeros<const Shape extends readonly number[]>(...shape: Shape): TensorOf<Shape> {
  return tf.zeros([...shape], 'int32') as TensorOf<Shape>; // its shape is the given one
}

export function flags(...values: boolean[]): tf.Tensor1D {
  return tf.tensor1d(values, 'bool');
}

/** Runs a function on tensors of these shapes, and its gradient in all of them. */
export function withGradient<const Shapes extends readonly (readonly number[])[]>(
  shapes: Shapes,
  run: (...inputs: { [Index in keyof Shapes]: TensorOf<Shapes[Index]> }) => tf.Tensor,
): void {
  const plain = run as (...inputs: tf.Tensor[]) => tf.Tensor; // tfjs hands them on as they are
  tf.grads(plain)(shapes.map((shape) => some(...shape)));
}

/** One operation of TensorFlow by its name; the attributes that hold the types of its inputs are added. */
export function raw(op: string, inputs: tf.Tensor[], attributes: Attribute[] = [], outputs = 1): tf.Tensor[] {
  const types = Object.entries(typeAttributesOf(op)).map(([name, index]) => {
    const input = inputs[index];
    if (!input || input.dtype === 'string') throw new Error(`${op}: ${name} is the type of input ${index}`);
    return attribute.type(name, input.dtype);
  });
  return execute(op, [...types, ...attributes], inputs, outputs);
}

/** As `raw`, for an operation of one output. */
export function rawOne(op: string, inputs: tf.Tensor[], attributes: Attribute[] = []): tf.Tensor {
  const [output] = raw(op, inputs, attributes);
  if (!output) throw new Error(`${op} gave no output`);
  return output;
}
