import { boundaryOverlap, maskOverlap, matchObjects, type Rle, rleArea } from '@assay/metrics';
import type { MetricsAnswer, MetricsInput } from './answer';
import { areasOf, readBoxes } from './coco/boxes';
import { cocoAnswer } from './coco/cocoAnswer';
import { readMasks, readSizes, type Size } from './coco/masks';
import { join, readPredictions } from './coco/readPredictions';
import { type CocoTruth, readTruth } from './coco/readTruth';
import { indexIn, type Rows, rowAt } from './coco/rows';

/**
 * COCO's figures of masks. Truth is a COCO ground truth, predictions are COCO results, both with segmentations as
 * polygons or run lengths. With `boundary` also those by the smaller of the overlaps of masks and of their boundaries.
 *
 * @throws InputError naming file, field and position
 */
export async function measureInstances(input: MetricsInput): Promise<MetricsAnswer> {
  const truth = await readTruth(input.truth);
  const { annotations, objects } = truth;
  const sizes = sizesOf(truth);
  const sizeIn = (picture: Uint32Array) => (i: number) => sizes[picture[i] ?? 0] ?? { height: 0, width: 0 };
  const truthMasks = readMasks(annotations, sizeIn(objects.picture));
  const masks: Rle[] = [];
  const areas: Float64Array[] = [];
  let hasBoxes = false;
  const predictions = await readPredictions(input.predictions, truth, (rows, picture) => {
    if (rows.offset === 0) hasBoxes = firstHasBox(rows);
    const found = readMasks(rows, sizeIn(picture));
    areas.push(hasBoxes ? areasOf(readBoxes(rows)) : Float64Array.from(found, rleArea));
    for (const mask of found) masks.push(mask);
  });
  const area = join(areas, new Float64Array(masks.length));
  const answerBy = (overlapOf: typeof maskOverlap): MetricsAnswer =>
    cocoAnswer(
      matchObjects({
        pictures: truth.pictures.sorted.length,
        classes: truth.classes.sorted.length,
        truth: objects,
        predictions: { ...predictions, area },
        overlap: overlapOf(masks, truthMasks, objects.isCrowd),
      }),
      truth,
      input,
    );
  const answer = answerBy(maskOverlap);
  return input.boundary ? withBoundary(answer, answerBy(boundaryOverlap)) : answer;
}

/** The figures by boundaries within, their reasons beside the others under their paths. */
function withBoundary(answer: MetricsAnswer, { undefined: reasons, ...boundary }: MetricsAnswer): MetricsAnswer {
  const { undefined: missing, ...figures } = answer;
  const within = Object.entries(reasons).map(([path, why]) => [`boundary.${path}`, why]);
  return { ...figures, boundary, undefined: { ...missing, ...Object.fromEntries(within) } };
}

function sizesOf({ images, pictures }: CocoTruth): Size[] {
  return readSizes(images, (i) => indexIn(images, i, rowAt(images, i), { field: 'id', ids: pictures }));
}

/** The range of sizes that a prediction belongs to is told by its box where the first has one, as with pycocotools. */
function firstHasBox(rows: Rows): boolean {
  if (rows.rows.length === 0) return false;
  const { bbox } = rowAt(rows, 0);
  return bbox !== undefined && !(Array.isArray(bbox) && bbox.length === 0);
}
