/** An array of a NumPy file, its values in rows (C order). */
export type NpyArray<Values> = { shape: number[]; values: Values };

/** What a NumPy file calls its type, without the byte order. */
type Kind = 'u1' | 'f4';

const MAGIC = '\x93NUMPY';
const NAMES = { u1: 'uint8', f4: 'float32' } satisfies Record<Kind, string>;
const SIZES = { u1: 1, f4: 4 } satisfies Record<Kind, number>;

type Header = { dtype: string; isFortran: boolean; shape: number[]; start: number };

/**
 * Reads the bytes of a `.npy` file of uint8, format 1.0 to 3.0, in C or Fortran order
 * (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
 *
 * @throws RangeError saying what is wrong
 */
export function parseUint8Npy(bytes: Uint8Array): NpyArray<Uint8Array> {
  const { header, body } = open(bytes, 'u1');
  const values = header.isFortran ? toRows(body, header.shape) : body;
  return { shape: header.shape, values };
}

/** The same of float32, in either byte order. @throws RangeError saying what is wrong */
export function parseFloat32Npy(bytes: Uint8Array): NpyArray<Float32Array> {
  const { header, body } = open(bytes, 'f4');
  // A copy, since the values may not lie on a multiple of four.
  const words = Buffer.from(body);
  if (header.dtype.startsWith('>')) words.swap32();
  const values = new Float32Array(words.buffer, words.byteOffset, words.byteLength / 4);
  return { shape: header.shape, values: header.isFortran ? toRows(values, header.shape) : values };
}

function open(bytes: Uint8Array, kind: Kind): { header: Header; body: Uint8Array } {
  const header = parseHeader(bytes);
  const { dtype, shape, start } = header;
  const isKind = dtype.slice(1) === kind && ['<', '>', '|', '='].includes(dtype.charAt(0));
  if (!isKind) throw new RangeError(`values of type ${dtype}, not ${NAMES[kind]}`);
  const count = shape.reduce((product, side) => product * side, 1);
  const length = count * SIZES[kind];
  if (bytes.length - start < length) {
    const there = Math.floor((bytes.length - start) / SIZES[kind]);
    throw new RangeError(`the file ends after ${there} of ${count} values`);
  }
  return { header, body: bytes.subarray(start, start + length) };
}

function parseHeader(bytes: Uint8Array): Header {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new RangeError('not a NumPy file');
  if (buffer.length < 12) throw new RangeError('the file ends within its header');
  const version = buffer.readUInt8(6);
  if (version < 1 || version > 3) throw new RangeError(`format ${version}.${buffer.readUInt8(7)}, not 1.0 to 3.0`);
  const [from, length] = version === 1 ? [10, buffer.readUInt16LE(8)] : [12, buffer.readUInt32LE(8)];
  const start = from + length;
  if (buffer.length < start) throw new RangeError('the file ends within its header');
  const text = buffer.toString(version === 3 ? 'utf8' : 'latin1', from, start);
  const dtype = /'descr'\s*:\s*(?:'([^']*)'|(\[))/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const sides = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (!dtype || order === undefined || sides === undefined)
    throw new RangeError('a header without type, order or shape');
  if (dtype[2] !== undefined) throw new RangeError('values with fields, not plain numbers');
  const shape = sides.split(',').flatMap((side) => (side.trim() === '' ? [] : [Number(side)]));
  if (!shape.every((side) => Number.isSafeInteger(side) && side >= 0)) throw new RangeError(`the shape (${sides})`);
  return { dtype: dtype[1] ?? '', isFortran: order === 'True', shape, start };
}

/** From columns first to rows first, of two dimensions; fewer have no order, more are left to the caller to refuse. */
function toRows<Values extends Uint8Array | Float32Array>(values: Values, shape: readonly number[]): Values {
  const [height = 0, width = 0] = shape;
  if (shape.length !== 2) return values;
  // A Buffer's own slice would share its memory.
  const rows = (values instanceof Float32Array ? new Float32Array(values) : new Uint8Array(values)) as Values;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * width + x] = values[x * height + y] ?? 0;
  }
  return rows;
}
