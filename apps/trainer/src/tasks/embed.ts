import type { Manifest, Split } from '@assay/contracts';
import { packDataset, packedItems } from '@assay/data';
import { openEngine } from '@assay/engine';
import { createEvaluationProgram } from '@assay/ssl-core';
import type { ArtifactStore } from '@assay/store';
import { loadNetwork } from '../backbones/loadNetwork';
import { engineOptions, openingOptions } from './engineOptions';
import { evaluateRows, evaluationBatchSize } from './evaluations';
import { packedSize } from './pictures';
import { type Embedding, embeddingOf } from './watch/embeddings';
import { type NetworkConfig, openEncoder } from './watch/frozenEncoder';
import { sampleRows } from './watch/sampleRows';

export type EmbedOptions = {
  config: NetworkConfig;
  /** The run's weights, or a checkpoint of it. */
  file: { bytes: Buffer; kind: 'weights' | 'checkpoint'; step: number };
  manifest: Manifest;
  datasetDigest: string;
  /** Pictures of this split alone; of all when not given. */
  split?: Split | undefined;
  /** Pictures at most, spread evenly. */
  limit: number;
  artifacts: ArtifactStore;
  /** Where packs are kept. */
  packFolder: string;
  threads: number | null;
};

/** Frozen features of a dataset's pictures, prepared as the run prepared its own. `paths` are in the same order. */
export async function embedPictures(options: EmbedOptions): Promise<Embedding & { paths: string[] }> {
  const { config, file, datasetDigest, split, limit, artifacts } = options;
  await loadNetwork(config.backbone);
  openEngine(openingOptions(config, options.threads));
  const { side, channels } = packedSize(config.input);
  const manifest = { ...options.manifest, items: packedItems(options.manifest) };
  const pack = await packDataset({
    manifest,
    size: side,
    channels,
    resize: config.input.resize,
    readPicture: (digest) => artifacts.read(digest),
    folder: options.packFolder,
  });
  const encoder = openEncoder(config, file);
  try {
    const all = manifest.items.flatMap((item, row) => (split === undefined || item.split === split ? [row] : []));
    const rows = sampleRows(Int32Array.from(all), limit);
    const program = createEvaluationProgram(
      {
        features: {
          input: config.input,
          side: pack.size,
          batchSize: evaluationBatchSize(rows.length),
          compute: (x_NHWC) => encoder.features(x_NHWC, { training: false }),
        },
      },
      { ...engineOptions(config), variables: encoder.parameters.map(({ variable }) => variable) },
    );
    try {
      const found = await evaluateRows(program, 'features', pack, rows);
      const paths = Array.from(rows, (row) => manifest.items[row]?.path ?? '');
      return { ...embeddingOf(found, rows, { manifest, datasetDigest, step: file.step }), paths };
    } finally {
      program.close();
    }
  } finally {
    encoder.dispose();
    await pack.close();
  }
}
