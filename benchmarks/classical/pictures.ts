import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readGrey } from '../../apps/trainer/src/commands/image/readGrey';
import { ROOT } from '../../tools/lib/root.mjs';
import type { Order } from './messages';

/** Surfaces of the examples, and where their template is cut out: a part with something on it, a tenth of a side. */
export const PICTURES: Readonly<Record<string, { folder: string; ending: string; cut: { x: number; y: number } }>> = {
  /** A circuit board, 640 x 640. */
  board: { folder: 'examples/deeppcb/PCBData', ending: '_test.jpg', cut: { x: 304, y: 272 } },
  /** A hazelnut, 512 x 512. */
  hazelnut: { folder: 'examples/hazelnut/hazelnut/test/colour', ending: '.jpg', cut: { x: 288, y: 208 } },
};
const SIDE = 64;

export type Input = Pick<Order, 'picture' | 'template'>;

/** Writes a picture's grey values and its template's, which are brighter and noisier than where they were cut out. */
export async function writeInput(name: string, folder: string): Promise<Input> {
  const source = PICTURES[name];
  if (!source) throw new Error(`there is no picture ${name}`);
  const files = readdirSync(join(ROOT, source.folder), { recursive: true }).map(String).sort();
  const file = files.find((path) => path.endsWith(source.ending));
  if (!file) throw new Error(`no ${source.ending} in ${source.folder}`);
  const picture = await readGrey(join(ROOT, source.folder, file));
  const cut = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    const place = (source.cut.y + Math.floor(i / SIDE)) * picture.width + source.cut.x + (i % SIDE);
    return Math.min(255, Math.round(0.9 * (picture.data[place] ?? 0)) + ((i * 7919) % 13));
  });
  const [picturePath, templatePath] = [join(folder, 'picture.raw'), join(folder, 'template.raw')];
  writeFileSync(picturePath, picture.data);
  writeFileSync(templatePath, cut);
  return {
    picture: { path: picturePath, width: picture.width, height: picture.height },
    template: { path: templatePath, width: SIDE, height: SIDE },
  };
}
