import { crc32, deflateRawSync } from 'node:zlib';
import { openZip } from '../zip';

export type CraftedEntry = { name: string; bytes: Buffer; deflated?: boolean; claims?: number };

/** A zip file of these entries. `claims`: another size than the true one, as a forger would write it. */
export function craftZip(entries: readonly CraftedEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, deflated = false, claims = bytes.length } of entries) {
    const packed = deflated ? deflateRawSync(bytes) : bytes;
    const title = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(deflated ? 8 : 0, 8);
    local.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(deflated ? 8 : 0, 10);
    entry.writeUInt32LE(crc32(bytes), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(claims, 24);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, title, packed);
    directory.push(entry, title);
    offset += local.length + title.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

/** The same archive with another pickle, its sums right again. */
export function repairZip(bytes: Buffer, change: (pickle: Buffer) => Buffer): Buffer {
  const zip = openZip(bytes);
  return craftZip(
    zip.names.map((name) => {
      const content = Buffer.from(zip.read(name));
      return { name, bytes: name.endsWith('/data.pkl') ? change(content) : content };
    }),
  );
}
