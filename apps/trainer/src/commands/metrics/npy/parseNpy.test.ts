import { describe, expect, it } from 'vitest';
import { parseFloat32Npy, parseUint8Npy } from './parseNpy';

type Options = { version?: number; fortran?: boolean; shape?: string; descr?: string };

function npy(body: Uint8Array, { version = 1, fortran = false, shape = '(2, 3)', descr = "'|u1'" }: Options = {}) {
  const order = fortran ? 'True' : 'False';
  const header = `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`.padEnd(117);
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(118);
  else length.writeUInt32LE(118);
  return Buffer.concat([
    Buffer.from('\x93NUMPY', 'latin1'),
    Buffer.from([version, 0]),
    length,
    Buffer.from(`${header}\n`),
    body,
  ]);
}

const bytes = Uint8Array.of(1, 2, 3, 4, 5, 255);
const floats = Float32Array.of(0.5, -1.25, 1e-40, 3e38, 0, 7);
const little = new Uint8Array(floats.buffer);
const big = Buffer.from(little).swap32();

/**
 * What NumPy itself wrote, in base64: np.asfortranarray(np.arange(6, dtype='>f4').reshape(2, 3)) by np.save, and
 * np.arange(4, dtype=np.uint8).reshape(2, 2) by np.lib.format.write_array in version (2, 0).
 */
const FORTRAN_BIG =
  'k05VTVBZAQB2AHsnZGVzY3InOiAnPmY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAQEAAAD+AAABAgAAAQAAAAECgAAA=';
const VERSION_2 =
  'k05VTVBZAgB0AAAAeydkZXNjcic6ICd8dTEnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQID';

describe('formats', () => {
  it('reads what NumPy wrote', () => {
    const map = parseFloat32Npy(Buffer.from(FORTRAN_BIG, 'base64'));
    expect(map.shape).toEqual([2, 3]);
    expect([...map.values]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...parseUint8Npy(Buffer.from(VERSION_2, 'base64')).values]).toEqual([0, 1, 2, 3]);
  });

  it.each([1, 2, 3])('reads version %i, rows or columns first', (version) => {
    expect(parseUint8Npy(npy(bytes, { version }))).toEqual({ shape: [2, 3], values: Buffer.from(bytes) });
    expect([...parseUint8Npy(npy(bytes, { version, fortran: true })).values]).toEqual([1, 3, 5, 2, 4, 255]);
  });

  it('reads float32 in either byte order', () => {
    expect([...parseFloat32Npy(npy(little, { descr: "'<f4'" })).values]).toEqual([...floats]);
    expect([...parseFloat32Npy(npy(big, { descr: "'>f4'" })).values]).toEqual([...floats]);
  });

  it('reads one and no dimension', () => {
    expect(parseUint8Npy(npy(bytes, { shape: '(6,)' })).shape).toEqual([6]);
    expect(parseUint8Npy(npy(bytes, { shape: '()' })).shape).toEqual([]);
  });
});

describe('refusals', () => {
  it.each([
    ['another type', npy(bytes, { descr: "'<f8'" }), /type <f8, not uint8/],
    ['bool', npy(bytes, { descr: "'|b1'" }), /type \|b1, not uint8/],
    ['objects', npy(bytes, { descr: "'|O'" }), /type \|O/],
    ['fields', npy(bytes, { descr: "[('x', '<f4')]" }), /fields/],
    ['a file that ends early', npy(bytes.subarray(0, 5)), /ends after 5 of 6 values/],
    ['a cut header', npy(bytes).subarray(0, 50), /within its header/],
    ['hardly a file', npy(bytes).subarray(0, 9), /within its header/],
    ['no NumPy', Buffer.from('PK\x03\x04 and so on'), /not a NumPy file/],
    ['an unknown version', npy(bytes, { version: 4 }), /format 4\.0/],
    ['a strange shape', npy(bytes, { shape: '(2, -3)' }), /the shape/],
    ['no shape', Buffer.from(npy(bytes).toString('latin1').replace('shape', 'shade'), 'latin1'), /without type/],
  ])('names %s', (_, file, words) => {
    expect(() => parseUint8Npy(file)).toThrow(words);
  });

  it('is for float32 by name too', () => {
    expect(() => parseFloat32Npy(npy(little, { descr: "'<f8'", shape: '(3,)' }))).toThrow(/<f8, not float32/);
    expect(() => parseFloat32Npy(npy(little.subarray(0, 10), { descr: "'<f4'" }))).toThrow(/ends after 2 of 6/);
  });
});
