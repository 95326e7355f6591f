import type { PretrainConfig } from '@assay/contracts';
import { batches, type Pack } from '@assay/data';
import type { Program, tf } from '@assay/engine';
import type { FeatureRows } from '@assay/metrics';
import { augmentViews, type Backbone, createRng, drawViews, type Look, planViews, takeLook } from '@assay/ssl-core';

const NAME = 'alignedViews';

export interface AlignedViews {
  looks: Record<string, Look>;
  /** Features of two views of each picture, in the rows' order. */
  features(program: Program): Promise<[FeatureRows, FeatureRows]>;
}

/**
 * Frozen features of two augmented views of each picture of a sample. What is drawn follows from the run's seed and the
 * place in the sample, so that every look sees the same views. Both are of the picture itself, whatever the method pairs.
 *
 * @param batchSize pictures at once
 */
export function createAlignedViews(
  config: Pick<PretrainConfig, 'augment' | 'views' | 'input' | 'seed'>,
  { encoder, pack, rows, batchSize }: { encoder: Backbone; pack: Pack; rows: Int32Array; batchSize: number },
): AlignedViews {
  const { augment, input, seed } = config;
  const { size: side, channels } = pack;
  const views = { ...config.views, pairs: 'augment' as const, local: null };
  const plans = planViews({ augment, views, size: input.size }, { views: 2 });
  const feedsOf = (batch: number, pixels: Uint8Array) => ({
    pixels: { data: pixels, shape: [batchSize, side, side, channels], dtype: 'int32' as const },
    ...drawViews(createRng(seed, 'watch', 'views', batch), { plans, count: batchSize, packSize: side, channels }),
  });
  const blank = new Uint8Array(batchSize * side * side * channels);
  const look: Look = {
    feeds: { arrays: feedsOf(0, blank), pictures: batchSize },
    compute(inputs) {
      const [a_NHWC, b_NHWC] = augmentViews(inputs.pixels as tf.Tensor4D, inputs, { ...input, plans }); // fed with four sides
      if (!a_NHWC || !b_NHWC) throw new Error('alignedViews: two views were planned');
      return {
        a: encoder.features(a_NHWC, { training: false }),
        b: encoder.features(b_NHWC, { training: false }),
      };
    },
  };
  return {
    looks: { [NAME]: look },
    async features(program) {
      const dimension = encoder.featureDimension;
      const a = new Float32Array(rows.length * dimension);
      const b = new Float32Array(rows.length * dimension);
      for await (const { step, pixels, indices } of batches({ pack, indices: rows, batchSize, order: 'sequential' })) {
        // A last, smaller batch is filled up with black pictures; nothing depends on it.
        const whole = new Uint8Array(blank.length);
        whole.set(pixels);
        const seen = await takeLook(program, NAME, feedsOf(step, whole));
        const [from, length] = [step * batchSize * dimension, indices.length * dimension];
        for (const [values, into] of [
          [seen.a?.values, a],
          [seen.b?.values, b],
        ] as const) {
          if (!values) throw new Error('alignedViews: the look gave no features');
          into.set(values.subarray(0, length), from);
        }
      }
      return [
        { values: a, dimension },
        { values: b, dimension },
      ];
    },
  };
}
