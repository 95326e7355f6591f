import 'server-only';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';

const unpack = promisify(inflate);
const SIGNATURE_BYTES = 8;

export type GreyPng = { width: number; height: number; data: Uint8Array };

/**
 * The pixels of an 8-bit grey PNG that is not interlaced, as masks of predictions are stored.
 *
 * @throws Error for any other PNG, or one that is cut off
 */
export async function decodeGreyPng(bytes: Buffer): Promise<GreyPng> {
  const header = { width: 0, height: 0 };
  const parts: Buffer[] = [];
  for (let at = SIGNATURE_BYTES; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      const [depth, colour, , , interlace] = body.subarray(8);
      if (depth !== 8 || colour !== 0 || interlace !== 0) throw new Error('not an 8-bit grey PNG');
      header.width = body.readUInt32BE(0);
      header.height = body.readUInt32BE(4);
    }
    if (type === 'IDAT') parts.push(body);
    at += 12 + length;
  }
  const { width, height } = header;
  const raw = await unpack(Buffer.concat(parts));
  if (width === 0 || raw.length !== height * (width + 1)) throw new Error('the mask is no whole PNG');
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) unfilter(raw, data, { y, width });
  return { width, height, data };
}

/** A row's bytes are what was added to a guess from their neighbours (PNG specification, section 9). */
function unfilter(raw: Buffer, data: Uint8Array, { y, width }: { y: number; width: number }): void {
  const from = y * (width + 1) + 1;
  const to = y * width;
  const filter = raw[from - 1] ?? 0;
  for (let x = 0; x < width; x++) {
    const left = x > 0 ? (data[to + x - 1] ?? 0) : 0;
    const up = y > 0 ? (data[to + x - width] ?? 0) : 0;
    const corner = x > 0 && y > 0 ? (data[to + x - width - 1] ?? 0) : 0;
    data[to + x] = (raw[from + x] ?? 0) + guess(filter, { left, up, corner });
  }
}

function guess(filter: number, { left, up, corner }: { left: number; up: number; corner: number }): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const sum = left + up - corner;
      const [a, b, c] = [Math.abs(sum - left), Math.abs(sum - up), Math.abs(sum - corner)];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      throw new Error(`there is no PNG filter ${filter}`);
  }
}
