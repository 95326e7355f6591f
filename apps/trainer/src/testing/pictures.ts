import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRandom, encodePng } from '@assay/data';

/** Writes a grey picture of noise, with a bright bar across it or without. */
export function writePicture(path: string, options: { seed: number; hasBar: boolean; size?: number }): void {
  const { seed, hasBar, size = 32 } = options;
  const random = createRandom(seed, 'picture');
  const data = Uint8Array.from({ length: size * size }, (_, i) => {
    const row = Math.floor(i / size);
    const isBar = hasBar && Math.abs(row - size / 2) < size / 8;
    return Math.floor(random.uniform() * 80) + (isBar ? 160 : 20);
  });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, encodePng({ width: size, height: size, channels: 1, data }));
}

/** A folder per class, `good` and `bar`, without splits. */
export function writeClassFolders(root: string, perClass: number, seed = 0): void {
  for (let i = 0; i < perClass; i++) {
    writePicture(join(root, 'good', `${i}.png`), { seed: seed + 2 * i, hasBar: false });
    writePicture(join(root, 'bar', `${i}.png`), { seed: seed + 2 * i + 1, hasBar: true });
  }
}
