import type { tf } from '@assay/engine';
import { type AugmentationTensors, augment, type PictureInput } from './augment';
import type { ViewPlan } from './planViews';

/**
 * The augmented views of a step, from its pixels (the partners' pixels in the feed `partner`) and from the feeds that
 * `drawViews` made of the same plans.
 */
export function augmentViews(
  pixels_NSSC: tf.Tensor4D,
  feeds: Readonly<Record<string, tf.Tensor>>,
  { plans, ...input }: Omit<PictureInput, 'size'> & { plans: readonly ViewPlan[] },
): tf.Tensor4D[] {
  const feed = (name: string): tf.Tensor => {
    const tensor = feeds[name];
    if (!tensor) throw new Error(`augmentViews: the feed ${name} is missing`);
    return tensor;
  };
  return plans.map(({ size, augment: config, source }, view) => {
    const parameter = (name: string) => feed(`view${view}/${name}`);
    const parameters: AugmentationTensors = {
      boxes: parameter('boxes'),
      brightness: parameter('brightness'),
      contrast: parameter('contrast'),
      saturation: parameter('saturation'),
      hue: parameter('hue'),
      grey: parameter('grey'),
      blurSigma: parameter('blurSigma'),
      solarise: parameter('solarise'),
    };
    const pixels = source === 'partner' ? (feed('partner') as tf.Tensor4D) : pixels_NSSC; // fed like the pixels
    return augment(pixels, parameters, { ...input, size, config });
  });
}
