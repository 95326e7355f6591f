import type { FinetuneConfig, InputConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import {
  type Backbone,
  createLinearHead,
  createRng,
  type LinearHead,
  type PixelBatch,
  pixelTensor,
  prepare,
} from '@assay/ssl-core';
import { buildBackbone } from './network';

/** A backbone with a head on it. */
export type Classifier = { backbone: Backbone; head: LinearHead; dispose(): void };

export function buildClassifier(config: FinetuneConfig, classes: number): Classifier {
  const backbone = buildBackbone(config);
  const head = createLinearHead({
    dimension: backbone.featureDimension,
    classes,
    rng: createRng(config.seed, 'head'),
    dropout: config.head.dropout,
  });
  return {
    backbone,
    head,
    dispose() {
      backbone.dispose();
      head.dispose();
    },
  };
}

/** Probabilities of all classes, a row a picture, in the order of the batches. */
export async function probabilities(
  { backbone, head }: Classifier,
  batches: AsyncIterable<PixelBatch> | Iterable<PixelBatch>,
  input: InputConfig,
): Promise<number[][]> {
  const rows: number[][] = [];
  for await (const batch of batches) {
    const shares_NC = tf.tidy(() => {
      const x_NHWC = prepare(pixelTensor(batch, input.channels), input);
      return tf.softmax(head.logits(backbone.features(x_NHWC, { training: false }), { training: false }));
    });
    rows.push(...((await shares_NC.array()) as number[][])); // two axes
    shares_NC.dispose();
  }
  return rows;
}
