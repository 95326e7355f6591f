type Given = {
  /** [N, D], row by row. */
  features: readonly number[];
  dimension: number;
  step: number;
  labels?: readonly number[];
  map?: readonly number[] | null;
  trustworthiness?: number | null;
  format?: string;
};

/** An embedding's safetensors file, as the trainer writes it, laid out anew from the format's description. */
export function embeddingBytes(given: Given): Uint8Array<ArrayBuffer> {
  const { features, dimension, step, map = null, trustworthiness = null, format = 'assay-embedding-1' } = given;
  const count = features.length / dimension;
  const labels = given.labels ?? features.slice(0, count).map(() => -1);
  const tensors = [
    { name: 'labels', dtype: 'I32', shape: [count], values: labels },
    ...(map ? [{ name: 'map', dtype: 'F32', shape: [count, 2], values: map }] : []),
    { name: 'features', dtype: 'F32', shape: [count, dimension], values: features },
  ];
  let end = 0;
  const places = tensors.map(({ name, dtype, shape, values }) => {
    const start = end;
    end += 4 * values.length;
    return [name, { dtype, shape, data_offsets: [start, end] }];
  });
  const metadata = {
    format,
    datasetDigest: 'e'.repeat(64),
    step: String(step),
    pictures: JSON.stringify(Array.from({ length: count }, (_, n) => n.toString(16).padStart(64, '0'))),
    classes: '["good","spot"]',
    trustworthiness: JSON.stringify(trustworthiness),
  };
  const header = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(places) }));
  const bytes = new Uint8Array(8 + header.length + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  const values = tensors.flatMap((one) => one.values.map((value) => ({ value, dtype: one.dtype })));
  for (const [i, { value, dtype }] of values.entries()) {
    const at = 8 + header.length + 4 * i;
    if (dtype === 'I32') view.setInt32(at, value, true);
    else view.setFloat32(at, value, true);
  }
  return bytes;
}
