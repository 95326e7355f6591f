import sharp from 'sharp';
import { PictureError } from './decode';

/** Class indices, row by row. */
export type Indices = { width: number; height: number; data: Uint8Array };

const SIGNATURE = '\x89PNG\r\n\x1a\n';
const COLOUR_TYPES: Readonly<Record<number, string>> = {
  2: 'colour (three channels)',
  3: 'a palette of colours',
  4: 'grey with alpha (two channels)',
  6: 'colour with alpha (four channels)',
};

/**
 * Decodes an 8-bit single-channel PNG to the numbers that were written: no colour profile, gamma or orientation is
 * applied, since they are indices and no brightness.
 *
 * @throws PictureError for anything else, and for a file that ends early
 */
export async function decodeIndices(bytes: Uint8Array): Promise<Indices> {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 33));
  if (bytes.length === 0) throw new PictureError('corrupt', 'the file is empty');
  if (head.toString('latin1', 0, 8) !== SIGNATURE) throw new PictureError('not-a-picture', 'not a PNG');
  if (head.length < 33) throw new PictureError('corrupt', 'the file ends early');
  const [depth, colourType] = [head.readUInt8(24), head.readUInt8(25)];
  if (colourType !== 0) {
    throw new PictureError('not-a-picture', COLOUR_TYPES[colourType] ?? `the unknown colour type ${colourType}`);
  }
  if (depth !== 8) throw new PictureError('not-a-picture', `${depth} bits a pixel`);
  try {
    const image = sharp(bytes, { failOn: 'truncated', ignoreIcc: true }).toColourspace('b-w').raw({ depth: 'uchar' });
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    if (info.channels !== 1) throw new Error(`${info.channels} channels`);
    return {
      width: info.width,
      height: info.height,
      data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    };
  } catch (error) {
    const detail = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').trim() : String(error);
    throw new PictureError('corrupt', `cannot be decoded: ${detail}`);
  }
}
