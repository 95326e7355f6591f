import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@assay/metrics';
import { expect, test } from 'vitest';
import wabt from 'wabt';
import { countLevelPairs, type Offset } from './levelPairs';
import { LEVEL_PAIRS_WASM } from './levelPairsWasm';

test('the binary form is that of the source', async () => {
  const name = 'levelPairs.wat';
  const source = (await wabt()).parseWat(name, readFileSync(join(import.meta.dirname, name), 'utf8'));
  expect(LEVEL_PAIRS_WASM).toBe(Buffer.from(source.toBinary({}).buffer).toString('base64'));
});

const OFFSETS: Offset[] = [
  { down: 0, right: 1 },
  { down: 1, right: 0 },
  { down: 2, right: -3 },
  { down: 3, right: 5 },
  { down: 0, right: 90 },
  { down: 70, right: 0 },
];

// The large picture comes before a small one: what it left in the memory must not count.
test.each([
  [300, 290, 100],
  [7, 5, 2],
  [1, 1, 8],
  [64, 3, 64],
])('counts are those of a loop over all pairs: %i x %i, %i levels', (width, height, levels) => {
  const random = createRandom(width);
  const pixels = Uint8Array.from({ length: width * height }, () => Math.floor(random() * 256));
  const found = countLevelPairs({ pixels, width, height, levels }, OFFSETS);
  for (const [index, { down, right }] of OFFSETS.entries()) {
    const counts = new Int32Array(levels * levels);
    for (let y = 0; y + down < height; y++) {
      for (let x = Math.max(0, -right); x < Math.min(width, width - right); x++) {
        const [from, to] = [pixels[y * width + x] ?? 0, pixels[(y + down) * width + x + right] ?? 0];
        const place = Math.floor((from * levels) / 256) * levels + Math.floor((to * levels) / 256);
        counts[place] = (counts[place] ?? 0) + 1;
      }
    }
    expect(found[index]).toEqual(counts);
  }
});
