import 'server-only';
import { EmbeddingHeader, parseOrExplain } from '@assay/contracts';
import type { ArtifactStore } from '@assay/store';
import { z } from 'zod';
import { keepRecent } from './keepRecent';

/** The map of some pictures at one step. */
export type EmbeddingMap = {
  step: number;
  pictures: string[];
  classes: string[];
  /** Class of each picture; -1 where it has none. */
  labels: number[];
  /** x and y of each picture in turn; empty where there are too few pictures for a map. */
  map: number[];
  trustworthiness: number | null;
};

/** Seven digits are more than a screen has. */
const DIGITS = 5;
/** Maps of a few runs. */
const recent = keepRecent<EmbeddingMap>(200);

/** Reads the map in an embedding's file. @throws InputError when it is none */
export function readEmbeddingMap(artifacts: Pick<ArtifactStore, 'read'>, digest: string): Promise<EmbeddingMap> {
  return recent(digest, () => artifacts.read(digest).then(parse));
}

const Tensor = z.object({ dtype: z.string(), data_offsets: z.tuple([z.number(), z.number()]) });
const Header = z.object({ __metadata__: z.unknown(), labels: Tensor, map: Tensor.optional() });

/** A safetensors file: the length of the header, the header as JSON, the tensors' bytes; all little-endian. */
function parse(bytes: Buffer): EmbeddingMap {
  const length = Number(bytes.readBigUInt64LE(0));
  const header = Header.parse(JSON.parse(bytes.toString('utf8', 8, 8 + length)));
  const { step, pictures, classes, trustworthiness } = parseOrExplain(
    EmbeddingHeader,
    header.__metadata__,
    'embedding',
  );
  const view = (tensor: z.output<typeof Tensor>) => {
    const [start, end] = tensor.data_offsets;
    return new DataView(bytes.buffer, bytes.byteOffset + 8 + length + start, end - start);
  };
  const labels = view(header.labels);
  const map = header.map ? view(header.map) : null;
  return {
    step,
    pictures,
    classes,
    trustworthiness,
    labels: Array.from({ length: labels.byteLength / 4 }, (_, i) => labels.getInt32(4 * i, true)),
    map: map
      ? Array.from({ length: map.byteLength / 4 }, (_, i) => Number(map.getFloat32(4 * i, true).toPrecision(DIGITS)))
      : [],
  };
}
