import { readFileSync, writeFileSync } from 'node:fs';

type Numbers = Uint8Array | Float32Array | Float64Array;

/** Writes numbers as they lie in memory, which numpy reads with `fromfile`. */
export function writeNumbers(path: string, numbers: Numbers): string {
  writeFileSync(path, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  return path;
}

/** The bytes of a file in a buffer of their own, to be seen as numbers. */
export function readBuffer(path: string): ArrayBuffer {
  const bytes = readFileSync(path);
  return new Uint8Array(bytes).buffer;
}
