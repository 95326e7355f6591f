import { EmbeddingHeader, parseOrExplain } from '@assay/contracts';
import { z } from 'zod';

const Tensor = z.object({ dtype: z.string(), data_offsets: z.tuple([z.number(), z.number()]) });
const Header = z.object({
  __metadata__: z.unknown(),
  features: Tensor,
  labels: Tensor,
  map: Tensor.optional(),
});

const HEADER_LENGTH_BYTES = 8;
const VALUE_BYTES = 4;

export type EmbeddingFile = {
  header: EmbeddingHeader;
  /** [N, D], read when it is asked for. */
  features: () => { values: Float32Array; dimension: number };
  /** [N] */
  labels: () => Int32Array;
  /** [N, 2]; null where there are too few pictures for a map. */
  map: () => Float32Array | null;
};

/**
 * Reads an embedding's file, on the server as in a browser: safetensors, that is the length of the header, the header as
 * JSON, the tensors' bytes; all little-endian.
 *
 * @throws InputError, ZodError when it is another file
 */
export function readEmbedding(bytes: Uint8Array): EmbeddingFile {
  const whole = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = HEADER_LENGTH_BYTES + Number(whole.getBigUint64(0, true));
  const text = new TextDecoder().decode(bytes.subarray(HEADER_LENGTH_BYTES, start));
  const tensors = Header.parse(JSON.parse(text));
  const header = parseOrExplain(EmbeddingHeader, tensors.__metadata__, 'embedding');

  /** Values may lie at any byte, where a typed array would not look. */
  const floats = ({ data_offsets: [from, to] }: z.output<typeof Tensor>) =>
    Float32Array.from({ length: (to - from) / VALUE_BYTES }, (_, i) =>
      whole.getFloat32(start + from + VALUE_BYTES * i, true),
    );
  return {
    header,
    features: () => {
      const values = floats(tensors.features);
      return { values, dimension: values.length / Math.max(1, header.pictures.length) };
    },
    labels: () => {
      const [from, to] = tensors.labels.data_offsets;
      return Int32Array.from({ length: (to - from) / VALUE_BYTES }, (_, i) =>
        whole.getInt32(start + from + VALUE_BYTES * i, true),
      );
    },
    map: () => (tensors.map ? floats(tensors.map) : null),
  };
}
