import { LEVEL_PAIRS_WASM } from './levelPairsWasm';

/** From one pixel of a pair to the other; never upwards. */
export type Offset = { down: number; right: number };

/** As much as is used: its types come only with those of browsers. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
};

type Counter = {
  memory: { buffer: ArrayBuffer; grow(pages: number): number };
  countPairs(first: number, pairs: number, rows: number, stride: number, step: number, levels: number): void;
};

const PAGE = 65_536;
let counter: Counter | undefined;

/**
 * How often a grey level (value * levels >> 8) lies at each offset from another: [offsets][levels, levels], one way only.
 *
 * @param pixels values 0 to 255, [height, width]
 */
export function countLevelPairs(
  { pixels, width, height, levels }: { pixels: ArrayLike<number>; width: number; height: number; levels: number },
  offsets: readonly Offset[],
): Int32Array[] {
  counter ??= startCounter();
  const { memory, countPairs } = counter;
  const tableBytes = levels * levels * Int32Array.BYTES_PER_ELEMENT;
  const missing = tableBytes + width * height - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  // Behind the table; as long as the pixels.
  const levels_HW = new Uint8Array(memory.buffer, tableBytes, width * height);
  for (let i = 0; i < levels_HW.length; i++) levels_HW[i] = ((pixels[i] as number) * levels) >> 8;
  const table = new Int32Array(memory.buffer, 0, levels * levels);
  return offsets.map(({ down, right }) => {
    table.fill(0);
    const [pairs, rows] = [width - Math.abs(right), height - down];
    const first = tableBytes + Math.max(0, -right);
    if (pairs > 0 && rows > 0) countPairs(first, pairs, rows, width, down * width + right, levels);
    return table.slice();
  });
}

/** In WebAssembly: the same loop in JavaScript, which tests each place against its array, takes nearly three times as long. */
function startCounter(): Counter {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(LEVEL_PAIRS_WASM, 'base64')));
  return exports as Counter; // as levelPairs.wat has them
}
