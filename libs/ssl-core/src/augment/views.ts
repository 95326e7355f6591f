import type { AugmentConfig } from '@assay/contracts';
import type { tf } from '@assay/engine';
import { type AugmentationTensors, augment, type PictureInput } from './augment';

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
