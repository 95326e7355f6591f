import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { GreyPicture, Mask } from '@assay/classical';
import { InputError } from '@assay/contracts';
import { encodePng } from '@assay/data';

/** Writes a PNG, whole or not at all. @throws InputError when its folder is missing */
export async function writePicture(path: string, { width, height, data }: GreyPicture): Promise<void> {
  if (!existsSync(dirname(path))) {
    throw new InputError({ where: '--out', found: `there is no folder ${dirname(path)}`, fix: 'make it first' });
  }
  await writeFile(`${path}.part`, encodePng({ width, height, channels: 1, data }));
  await rename(`${path}.part`, path);
}

/** A mask as a picture: white where it is meant. */
export function whiteOnBlack(mask: Mask): GreyPicture {
  return { ...mask, data: mask.data.map((value) => (value === 0 ? 0 : 255)) };
}
