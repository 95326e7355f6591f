import { readFile } from 'node:fs/promises';
import type { GreyPicture } from '@assay/classical';
import { InputError } from '@assay/contracts';
import { decodePicture, PictureError, type Pixels } from '@assay/data';
import { requireFile } from '../../cli/files';

/** Rec. 601's shares of red, green and blue in parts of 65536, as Pillow has them; they make 1 together. */
const [RED, GREEN, BLUE] = [19595, 38470, 7471];

/** A picture file as grey values. @throws InputError when it is no picture that can be read */
export async function readGrey(path: string): Promise<GreyPicture> {
  requireFile(path);
  try {
    return greyOf(await decodePicture(await readFile(path)));
  } catch (error) {
    if (error instanceof PictureError) throw new InputError({ where: path, found: error.message });
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === undefined) throw error;
    throw new InputError({ where: path, found: `cannot be read (${code})`, fix: 'check its permissions' });
  }
}

/** Rounded to the nearest whole number in steps of 2^-16, bit for bit Pillow's `convert('L')`. */
export function greyOf({ width, height, channels, data }: Pixels): GreyPicture {
  if (channels === 1) return { width, height, data };
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    const [r, g, b] = [data[3 * i] ?? 0, data[3 * i + 1] ?? 0, data[3 * i + 2] ?? 0];
    grey[i] = (RED * r + GREEN * g + BLUE * b + 0x8000) >> 16;
  }
  return { width, height, data: grey };
}
