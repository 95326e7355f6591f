import type { GraphNode, NodeAttribute } from './nodes';
import type { Shape } from './types';

/**
 * Writes the few protocol buffer messages that a SavedModel of one graph is made of; field numbers are those of
 * TensorFlow's `saved_model.proto`, `meta_graph.proto`, `graph.proto`, `node_def.proto`, `attr_value.proto` and
 * `tensor.proto`. A library for all of protocol buffers would be larger than this file and its schema.
 */
export function encodeSavedModel(nodes: readonly GraphNode[]): Buffer {
  const graph = [...nodes.map(encodeNode), message(4, [integer(1, PRODUCER)])];
  const metaGraph = [message(1, [text(4, SERVE_TAG)]), message(2, graph)];
  return Buffer.concat([integer(1, SCHEMA_VERSION), message(2, metaGraph)]);
}

/** The tag under which the one graph is found again. */
export const SERVE_TAG = 'serve';
const SCHEMA_VERSION = 1;
/** A version of graphs late enough for resource variables and V3 batch norm. */
const PRODUCER = 1500;

function encodeNode({ name, op, inputs, attributes, device }: GraphNode): Buffer {
  return message(1, [
    text(1, name),
    text(2, op),
    ...inputs.map((input) => text(3, input)),
    ...(device === '' ? [] : [text(4, device)]),
    ...attributes.map((attribute) => message(5, [text(1, attribute.name), message(2, [encodeAttribute(attribute)])])),
  ]);
}

function encodeAttribute(attribute: NodeAttribute): Buffer {
  switch (attribute.kind) {
    case 'type':
      return integer(6, one(attribute.value));
    case 'string':
      return text(2, attribute.value);
    case 'shape':
      return message(7, encodeShape(attribute.value));
    case 'shapes':
      return message(
        1,
        attribute.value.map((shape) => message(7, encodeShape(shape))),
      );
    case 'tensor': {
      const { dtype, shape, bytes } = attribute.value;
      return message(8, [integer(1, dtype), message(2, encodeShape(shape)), chunk(4, bytes)]);
    }
    case 'int':
      return numbers(attribute.value, (value) => integer(3, value));
    case 'float':
      return numbers(attribute.value, (value) => float(4, value));
    case 'bool': {
      const { value } = attribute;
      const bit = (flag: boolean) => integer(5, flag ? 1 : 0);
      return typeof value === 'boolean' ? bit(value) : message(1, value.map(bit));
    }
  }
}

function numbers(value: number | readonly number[], encode: (value: number) => Buffer): Buffer {
  return typeof value === 'number' ? encode(value) : message(1, value.map(encode));
}

function one(value: number | readonly number[]): number {
  if (typeof value === 'number') return value;
  throw new Error('a list of types is not supported');
}

function encodeShape(shape: Shape): Buffer[] {
  return shape.map((side) => message(2, [integer(1, side)]));
}

function message(field: number, parts: Buffer[]): Buffer {
  return chunk(field, Buffer.concat(parts));
}

function text(field: number, value: string): Buffer {
  return chunk(field, Buffer.from(value));
}

function chunk(field: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(value)]);
}

function float(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint((field << 3) | 5), bytes]);
}

/** Seven bits a byte, low ones first; a negative number as its 64-bit two's complement. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value < 0 ? BigInt.asUintN(64, BigInt(value)) : value;
  if (typeof rest === 'number') {
    for (; rest > 0x7fff_ffff; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
    for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
    bytes.push(rest);
  } else {
    for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
    bytes.push(Number(rest));
  }
  return Buffer.from(bytes);
}
