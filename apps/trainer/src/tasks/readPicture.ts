import { readFile } from 'node:fs/promises';
import { InputError } from '@assay/contracts';
import { decodePicture, type Pixels } from '@assay/data';

/** A picture that somebody gave by its path. @throws InputError naming it when it cannot be read */
export async function readPicture(path: string): Promise<Pixels> {
  try {
    return await decodePicture(await readFile(path));
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new InputError({ where: path, found, fix: 'give a picture file that can be read' });
  }
}
