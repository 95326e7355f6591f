import reference from '../fixtures/operations.json';
import type { GreyPicture, Mask } from '../picture';

type Reference = (typeof reference.pictures)[number];

/** The pictures of the fixture with what the references answer. */
export const PICTURES = reference.pictures.map((entry) => ({
  name: entry.name,
  entry,
  picture: { width: entry.width, height: entry.height, data: bytesOf(entry.pixels) } satisfies GreyPicture,
  mask: maskOf(entry, entry.mask),
}));

/** A mask that is stored with eight pixels in a byte, in the size of a picture. */
export function maskOf({ width, height }: Pick<Reference, 'width' | 'height'>, packed: string): Mask {
  const bytes = bytesOf(packed);
  const data = Uint8Array.from({ length: width * height }, (_, i) => ((bytes[i >> 3] ?? 0) >> (7 - (i & 7))) & 1);
  return { width, height, data };
}

export function bytesOf(packed: string): Uint8Array {
  return Uint8Array.from(Buffer.from(packed, 'base64'));
}
