import { tf } from '@assay/engine';
import { type PictureInput, prepare } from '../augment/augment';
import type { Backbone } from '../backbones/backbone';

/** Stored pictures, [n, side, side, channels] one after the other. */
export type PixelBatch = { pixels: Uint8Array; indices: { readonly length: number } };
/** [count, dimension], row by row, in the order of the batches. */
export type Features = { features: Float32Array; count: number; dimension: number };

/** Pixels of a batch as a tensor; the side follows from the number of bytes. */
export function pixelTensor({ pixels, indices }: PixelBatch, channels: number): tf.Tensor4D {
  const side = Math.sqrt(pixels.length / (indices.length * channels));
  if (!Number.isInteger(side)) {
    throw new Error(`${pixels.length} bytes are no ${indices.length} square pictures of ${channels} channels`);
  }
  return tf.tensor4d(Int32Array.from(pixels), [indices.length, side, side, channels], 'int32');
}

/** Frozen features of all pictures: no augmentation, no training mode. Yields to the event loop between batches. */
export async function featuresOf(
  backbone: Backbone,
  batches: AsyncIterable<PixelBatch> | Iterable<PixelBatch>,
  input: PictureInput,
): Promise<Features> {
  const parts: Float32Array[] = [];
  for await (const batch of batches) {
    const features_ND = tf.tidy(() =>
      backbone.features(prepare(pixelTensor(batch, input.channels), input), { training: false }),
    );
    // float32 in, float32 out; a copy, since the runtime may hand out its own memory.
    parts.push(Float32Array.from((await features_ND.data()) as Float32Array));
    features_ND.dispose();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  const features = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    features.set(part, at);
    at += part.length;
  }
  const dimension = backbone.featureDimension;
  return { features, count: features.length / dimension, dimension };
}
