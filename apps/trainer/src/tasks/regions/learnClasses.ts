import {
  type Classifier,
  describeRegions,
  findRegions,
  isConverged,
  REGION_FEATURES,
  trainClassifier,
} from '@assay/classical';
import {
  type Box,
  type ClassicalConfig,
  ClassLearner,
  InputError,
  type Item,
  type RegionsConfig,
} from '@assay/contracts';
import { boxIou } from '@assay/metrics';
import type { Annotations } from './annotations';
import type { PictureEvidence } from './pictureEvidence';
import { boxOf } from './regionBoxes';
import type { RegionModel } from './regionModel';

/** From this overlap on a region of a training picture has the class of the box. */
const LEAST_OVERLAP = 0.25;

/**
 * Learns to tell regions apart by shape and contrast: the classes, and sound surface that stands out all the same.
 *
 * @throws InputError when the training pictures show fewer than two of these
 */
export async function learnClasses(
  config: ClassicalConfig,
  options: {
    regions: RegionsConfig;
    model: Pick<RegionModel, 'offset' | 'minArea'>;
    annotations: Annotations;
    pictures: AsyncIterable<{ item: Item } & PictureEvidence>;
  },
): Promise<{ classifier: Classifier; examples: number; hasConverged: boolean }> {
  const { regions, model, annotations, pictures } = options;
  const { morphology, maxArea } = regions;
  const sound = annotations.classes.length;
  const rows: Float32Array[] = [];
  const labels: number[] = [];
  for await (const { item, channel, evidence } of pictures) {
    const map = findRegions(evidence, { ...model, morphology, maxArea });
    rows.push(describeRegions(channel, evidence, map));
    if (regions.output === 'masks') {
      const mask = await annotations.mask(item);
      labels.push(...labelsByPixels(mask, map.labels.data, { count: map.labels.count, sound }, map.regions));
    } else {
      const truth = await annotations.boxes(item);
      for (const region of map.regions) labels.push(classByBox(boxOf(region, regions, item), truth, sound));
    }
  }
  const shown = new Set(labels);
  if (shown.size < 2) {
    const found =
      shown.size === 0 ? 'the rules find no region in the training pictures' : 'all regions are of one kind';
    throw new InputError({
      where: 'regions.classes',
      found,
      fix: 'lower regions.offset, or set regions.classes to one',
    });
  }
  const features = new Float32Array(labels.length * REGION_FEATURES.length);
  let at = 0;
  for (const part of rows) {
    features.set(part, at);
    at += part.length;
  }
  const classifier = trainClassifier(
    { learner: ClassLearner.parse(config.learner), scaling: config.scaling, seed: config.seed },
    { features, labels: Int32Array.from(labels), classes: sound + 1 },
  );
  return { classifier, examples: labels.length, hasConverged: isConverged(classifier.model) };
}

function classByBox(box: Omit<Box, 'class'>, truth: readonly Box[], sound: number): number {
  let best = { class: sound, iou: LEAST_OVERLAP };
  for (const one of truth) {
    const iou = boxIou(box, one);
    if (iou >= best.iou) best = { class: one.class, iou };
  }
  return best.class;
}

/** The class that most of a region's pixels have; the ground means sound. */
function labelsByPixels(
  mask: Uint8Array,
  labels: Int32Array,
  { count, sound }: { count: number; sound: number },
  regions: readonly { label: number }[],
): number[] {
  const kinds = sound + 1;
  const pixels = new Int32Array((count + 1) * kinds);
  for (let i = 0; i < labels.length; i++) {
    const place = (labels[i] ?? 0) * kinds + (mask[i] ?? 0);
    pixels[place] = (pixels[place] ?? 0) + 1;
  }
  return regions.map(({ label }) => {
    const own = pixels.subarray(label * kinds, (label + 1) * kinds);
    const most = own.reduce((top, value, index) => (value > (own[top] ?? 0) ? index : top), 0);
    return most === 0 ? sound : most - 1;
  });
}
