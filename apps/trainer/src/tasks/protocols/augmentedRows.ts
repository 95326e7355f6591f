import type { AugmentConfig, ProbeRunConfig } from '@assay/contracts';
import { batches, type Pack } from '@assay/data';
import { type Program, tf } from '@assay/engine';
import {
  augmentViews,
  type Backbone,
  createProgram,
  createRng,
  drawViews,
  feedSpecs,
  planViews,
  type Rng,
  toTensors,
} from '@assay/ssl-core';
import type { TaskContext } from '../context';
import { engineOptions } from '../engineOptions';
import { memoryLeft } from '../memory';

/** Features of changed pictures. */
export type AugmentedRows = {
  /** Features of these rows of the pack in order, each picture changed as the stream draws it. [N, D] */
  of(rows: Int32Array, rng: Rng): Promise<Float32Array>;
  close(): void;
};

/** A program of its own beside the frozen features': other feeds, the same weights, which stay as they are. */
export function openAugmentedRows(
  context: TaskContext<ProbeRunConfig>,
  { backbone, pack, augment, batchSize }: { backbone: Backbone; pack: Pack; augment: AugmentConfig; batchSize: number },
): AugmentedRows {
  const { input } = context.config;
  const { size, channels } = pack;
  const plans = planViews({ augment, size: input.size });
  const draw = (rng: Rng) => drawViews(rng, { plans, count: batchSize, packSize: size, channels });
  const feedsOf = (pixels: Uint8Array, rng: Rng) => ({
    pixels: { data: pixels, shape: [batchSize, size, size, channels], dtype: 'int32' as const },
    ...draw(rng),
  });
  const memoryBytesMax = memoryLeft(context);
  const bytes = batchSize * size * size * channels;
  const features = (inputs: Record<string, tf.Tensor>) => {
    const [x_NHWC] = augmentViews(inputs.pixels as tf.Tensor4D, inputs, { ...input, plans }); // fed with four sides
    if (!x_NHWC) throw new Error('one view was asked for');
    return { rows: backbone.features(x_NHWC, { training: false }) };
  };
  const program = createProgram(
    { features },
    {
      ...engineOptions(context.config),
      inputs: { features: feedSpecs(feedsOf(new Uint8Array(bytes), createRng(0))) },
      variables: backbone.parameters.map(({ variable }) => variable),
      ...(memoryBytesMax === undefined ? {} : { memoryBytesMax }),
    },
  );
  program.init();

  return {
    async of(rows, rng) {
      const values = new Float32Array(rows.length * backbone.featureDimension);
      let at = 0;
      for await (const { pixels, step } of batches({ pack, indices: rows, batchSize, order: 'sequential' })) {
        // The last batch is filled up: the program knows one size.
        const whole = new Uint8Array(bytes);
        whole.set(pixels);
        const kept = await rowsOf(program, toTensors(feedsOf(whole, rng.fork('batch', step))));
        const length = Math.min(kept.length, values.length - at);
        values.set(kept.subarray(0, length), at);
        at += length;
      }
      return values;
    },
    close: () => program.close(),
  };
}

async function rowsOf(program: Program, feeds: Record<string, tf.Tensor>): Promise<Float32Array> {
  const { rows } = program.run('features', feeds);
  tf.dispose(feeds);
  if (!rows) throw new Error('features gave no rows');
  const values = Float32Array.from(await rows.data());
  rows.dispose();
  return values;
}
