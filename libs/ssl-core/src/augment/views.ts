import type { AugmentConfig } from '@assay/contracts';
import type { tf } from '@assay/engine';
import type { Rng } from '../rng';
import type { FeedArray } from './arrays';
import { type AugmentationTensors, augment, type PictureInput } from './augment';
import { drawAugmentation } from './draw';

export type DrawViewsOptions = {
  config: AugmentConfig;
  /** Augmented views of each picture. */
  views: number;
  count: number;
  packSize: number;
  channels: number;
};

/** Parameters of all views of a batch as feeds, named `view0/boxes` and so on. */
export function drawViews(rng: Rng, options: DrawViewsOptions): Record<string, FeedArray> {
  const { config, views, count, packSize, channels } = options;
  const entries = Array.from({ length: views }, (_, view) =>
    Object.entries(drawAugmentation(rng.fork('view', view), config, count, packSize, channels)).map(
      ([name, array]): [string, FeedArray] => [`view${view}/${name}`, array],
    ),
  );
  return Object.fromEntries(entries.flat());
}

/** The augmented views of a step, from its pixels and from the feeds that `drawViews` made. */
export function augmentViews(
  pixels_NSSC: tf.Tensor4D,
  feeds: Readonly<Record<string, tf.Tensor>>,
  { views, ...options }: PictureInput & { config: AugmentConfig; views: number },
): tf.Tensor4D[] {
  return Array.from({ length: views }, (_, view) => {
    const parameter = (name: string): tf.Tensor => {
      const tensor = feeds[`view${view}/${name}`];
      if (!tensor) throw new Error(`augmentViews: the feed view${view}/${name} is missing`);
      return tensor;
    };
    const parameters: AugmentationTensors = {
      boxes: parameter('boxes'),
      brightness: parameter('brightness'),
      contrast: parameter('contrast'),
      saturation: parameter('saturation'),
      hue: parameter('hue'),
      grey: parameter('grey'),
      blurSigma: parameter('blurSigma'),
    };
    return augment(pixels_NSSC, parameters, options);
  });
}
