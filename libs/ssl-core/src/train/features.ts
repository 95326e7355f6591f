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
  const features = await collectValues(batches, (batch) =>
    backbone.features(prepare(pixelTensor(batch, input.channels), input), { training: false }),
  );
  const dimension = backbone.featureDimension;
  return { features, count: features.length / dimension, dimension };
}

/**
 * The values of a float32 tensor a batch, one batch after the other. Disposes what `compute` makes and yields to the
 * event loop between batches.
 */
export async function collectValues(
  batches: AsyncIterable<PixelBatch> | Iterable<PixelBatch>,
  compute: (batch: PixelBatch) => tf.Tensor,
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for await (const batch of batches) {
    const tensor = tf.tidy(() => compute(batch));
    // float32 in, float32 out; a copy, since the runtime may hand out its own memory.
    parts.push(Float32Array.from((await tensor.data()) as Float32Array));
    tensor.dispose();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return values;
}
