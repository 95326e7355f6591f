import { DIGEST_BYTES, type PredictionColumns, scoresEach } from './predictionColumns';

/** Part of the address: what a browser keeps for ever must not outlive the layout. */
export const COLUMNS_FORMAT = 1;

type Head = Pick<PredictionColumns, 'header' | 'kind' | 'paths' | 'has'> & { hasGroups: boolean; hasMaps: boolean };

const HEAD_LENGTH_BYTES = 8;

/**
 * Columns as bytes: the length of the head, the head as JSON padded to 8 bytes, then the columns as they lie in memory
 * (little endian, as every browser's are): scores, labels, groups, pictures, maps.
 */
export function encodeColumns(columns: PredictionColumns): Uint8Array<ArrayBuffer> {
  const { header, kind, paths, has, scores, labels, groups, pictures, maps } = columns;
  const head: Head = { header, kind, paths, has, hasGroups: groups !== null, hasMaps: maps !== null };
  const json = new TextEncoder().encode(JSON.stringify(head));
  const headBytes = padded(json.length);
  const parts = [scores, labels, ...(groups ? [groups] : []), pictures, ...(maps ? [maps] : [])];
  const bytes = new Uint8Array(
    HEAD_LENGTH_BYTES + headBytes + parts.reduce((sum, { byteLength }) => sum + byteLength, 0),
  );
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, HEAD_LENGTH_BYTES);
  let offset = HEAD_LENGTH_BYTES + headBytes;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), offset);
    offset += part.byteLength;
  }
  return bytes;
}

/** The columns of `encodeColumns`, as views of the same bytes. @throws RangeError for bytes that end too early */
export function decodeColumns(buffer: ArrayBuffer): PredictionColumns {
  const headLength = new DataView(buffer).getUint32(0, true);
  // Written by encodeColumns of the same build: the address carries the format.
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, HEAD_LENGTH_BYTES, headLength))) as Head;
  const { header, kind, paths, has, hasGroups, hasMaps } = head;
  const pictures = paths.length;
  let offset = HEAD_LENGTH_BYTES + padded(headLength);
  const next = (byteLength: number): number => {
    offset += byteLength;
    return offset - byteLength;
  };
  const scores = pictures * scoresEach(head);
  const columns = {
    header,
    kind,
    paths,
    has,
    scores: new Float64Array(buffer, next(scores * Float64Array.BYTES_PER_ELEMENT), scores),
    labels: new Int32Array(buffer, next(pictures * Int32Array.BYTES_PER_ELEMENT), pictures),
    groups: hasGroups ? new Int32Array(buffer, next(pictures * Int32Array.BYTES_PER_ELEMENT), pictures) : null,
    pictures: new Uint8Array(buffer, next(pictures * DIGEST_BYTES), pictures * DIGEST_BYTES),
    maps: hasMaps ? new Uint8Array(buffer, next(pictures * DIGEST_BYTES), pictures * DIGEST_BYTES) : null,
  };
  return columns;
}

function padded(length: number): number {
  return Math.ceil(length / Float64Array.BYTES_PER_ELEMENT) * Float64Array.BYTES_PER_ELEMENT;
}
