import { decode as decodeBmp } from 'fast-bmp';
import sharp from 'sharp';
import { sha256 } from './digest';

/** A picture as 8-bit numbers, row by row, channels interleaved: grey (1) or red, green, blue (3). */
export type Pixels = { width: number; height: number; channels: 1 | 3; data: Uint8Array };

/** Why bytes could not be decoded. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
  constructor(
    readonly kind: 'corrupt' | 'not-a-picture',
    detail: string,
  ) {
    super(detail);
  }
}

/**
 * Decodes JPEG, PNG, BMP, TIFF, WebP and GIF (its first frame).
 *
 * Turned upright by its EXIF orientation; alpha is dropped, as Pillow's convert does; 16 bits are scaled to 8 (65535 to
 * 255); palettes, CMYK and other colour spaces become red, green, blue. A file that ends early is refused, not filled up.
 *
 * @throws PictureError
 */
export async function decodePicture(bytes: Uint8Array): Promise<Pixels> {
  if (bytes.length === 0) throw new PictureError('corrupt', 'the file is empty');
  const kind = sniff(bytes);
  if (!kind) throw new PictureError('not-a-picture', `not a picture: the file begins with ${beginning(bytes)}`);
  if (kind === 'bmp') return readBmp(bytes);
  try {
    return await readBySharp(bytes);
  } catch (error) {
    throw new PictureError('corrupt', `cannot be decoded: ${error instanceof Error ? oneLine(error.message) : error}`);
  }
}

/** Digest of what is seen: equal for two files with the same pixels, whatever their compression. */
export function pixelDigest(pixels: Pixels): string {
  return sha256(Buffer.concat([Buffer.from(`${pixels.width}x${pixels.height}x${pixels.channels}:`), pixels.data]));
}

/** The picture with the wanted number of channels; grey is Rec. 601 luma in whole numbers, so equal channels stay equal. */
export function withChannels(pixels: Pixels, channels: 1 | 3): Pixels {
  if (pixels.channels === channels) return pixels;
  const count = pixels.width * pixels.height;
  const data = new Uint8Array(count * channels);
  const from = pixels.data;
  for (let i = 0; i < count; i++) {
    if (channels === 3) data.fill(from[i] ?? 0, 3 * i, 3 * i + 3);
    else {
      const [r, g, b] = [from[3 * i] ?? 0, from[3 * i + 1] ?? 0, from[3 * i + 2] ?? 0];
      data[i] = Math.floor((299 * r + 587 * g + 114 * b + 500) / 1000);
    }
  }
  return { ...pixels, channels, data };
}

/** True when a three-channel picture holds no colour. */
export function isGrey(pixels: Pixels): boolean {
  if (pixels.channels === 1) return true;
  const { data } = pixels;
  for (let i = 0; i < data.length; i += 3) if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return false;
  return true;
}

async function readBySharp(bytes: Uint8Array): Promise<Pixels> {
  // 'truncated' refuses cut-off files; the default would be stricter and refuse harmless warnings too.
  const image = sharp(bytes, { failOn: 'truncated', autoOrient: true, animated: false });
  const { depth, space } = await image.metadata();
  const isOneChannel = space === 'b-w' || space === 'grey16';
  if (depth === 'ushort') {
    const { data, info } = await image
      .removeAlpha()
      .toColourspace(isOneChannel ? 'grey16' : 'rgb16')
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true });
    const wide = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
    return pixelsOf(
      info,
      Uint8Array.from(wide, (value) => Math.round(value / 257)),
    );
  }
  const { data, info } = await image
    .removeAlpha()
    .toColourspace(isOneChannel ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return pixelsOf(info, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function pixelsOf(info: { width: number; height: number; channels: number }, data: Uint8Array): Pixels {
  const { width, height, channels } = info;
  if (channels === 1 || channels === 3) return { width, height, channels, data };
  throw new Error(`${channels} channels`);
}

function readBmp(bytes: Uint8Array): Pixels {
  try {
    const bmp = decodeBmp(bytes);
    const { width, height } = bmp;
    // The decoder gives a view of raw bytes, 1, 3 or 4 channels, or one bit a pixel already spread out to bytes.
    const raw = bmp.data instanceof Uint8Array ? bmp.data : new Uint8Array(bmp.data as ArrayBufferLike);
    if (raw.length < width * height * bmp.channels) throw new Error('the file ends early');
    const scale = bmp.bitsPerPixel === 1 ? 255 : 1;
    const channels = bmp.channels >= 3 ? 3 : 1;
    const data = new Uint8Array(width * height * channels);
    for (let i = 0; i < width * height; i++) {
      for (let c = 0; c < channels; c++) data[i * channels + c] = (raw[i * bmp.channels + c] ?? 0) * scale;
    }
    return { width, height, channels, data };
  } catch (error) {
    throw new PictureError('corrupt', `cannot be decoded: ${error instanceof Error ? oneLine(error.message) : error}`);
  }
}

/** By the first bytes, since endings lie. */
function sniff(bytes: Uint8Array): 'jpeg' | 'png' | 'bmp' | 'tiff' | 'webp' | 'gif' | undefined {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('BM')) return 'bmp';
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) return 'tiff';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'webp';
  if (head.startsWith('GIF8')) return 'gif';
  return undefined;
}

function beginning(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes.subarray(0, 16)).toString('latin1'));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
