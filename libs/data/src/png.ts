import { constants, crc32, deflateSync } from 'node:zlib';
import type { Pixels } from './decode';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** The filter that stores the difference from the row above. */
const UP = 2;

/**
 * An 8-bit PNG whose bytes depend on the pixels alone. Run-length deflate has no hash table, where the compression
 * libraries of different processors differ, so equal pictures have equal digests on every machine.
 */
export function encodePng(pixels: Pixels): Buffer {
  const { width, height, channels, data } = pixels;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = channels === 1 ? 0 : 2;
  const rowLength = width * channels;
  const raw = Buffer.alloc(height * (rowLength + 1));
  for (let y = 0; y < height; y++) {
    const at = y * (rowLength + 1);
    raw[at] = UP;
    for (let i = 0; i < rowLength; i++) {
      const above = y === 0 ? 0 : (data[(y - 1) * rowLength + i] ?? 0);
      raw[at + 1 + i] = (data[y * rowLength + i] ?? 0) - above;
    }
  }
  const packed = deflateSync(raw, { level: 6, strategy: constants.Z_RLE });
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, body: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  checksum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, checksum]);
}
