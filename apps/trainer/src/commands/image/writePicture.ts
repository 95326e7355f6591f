import { rename, writeFile } from 'node:fs/promises';
import type { GreyPicture, Mask } from '@assay/classical';
import { encodePng } from '@assay/data';
import { requireWritable } from '../../cli/files';

/** Writes a PNG, whole or not at all. @throws InputError when it cannot be written there */
export async function writePicture(path: string, { width, height, data }: GreyPicture): Promise<void> {
  requireWritable('--out', path);
  await writeFile(`${path}.part`, encodePng({ width, height, channels: 1, data }));
  await rename(`${path}.part`, path);
}

/** A mask as a picture: white where it is meant. */
export function whiteOnBlack(mask: Mask): GreyPicture {
  return { ...mask, data: mask.data.map((value) => (value === 0 ? 0 : 255)) };
}
