import { boxOverlap, matchObjects } from '@assay/metrics';
import type { MetricsAnswer, MetricsInput } from './answer';
import { areasOf, readBoxes } from './coco/boxes';
import { cocoAnswer } from './coco/cocoAnswer';
import { join, readPredictions } from './coco/readPredictions';
import { readTruth } from './coco/readTruth';

/**
 * COCO's figures of boxes. Truth is a COCO ground truth, predictions are COCO results.
 *
 * @throws InputError naming file, field and position
 */
export async function measureDetection(input: MetricsInput): Promise<MetricsAnswer> {
  const truth = await readTruth(input.truth);
  const truthBoxes = readBoxes(truth.annotations);
  const blocks: Float64Array[] = [];
  const predictions = await readPredictions(input.predictions, truth, (rows) => blocks.push(readBoxes(rows)));
  const boxes = join(blocks, new Float64Array(4 * predictions.score.length));
  const matching = matchObjects({
    pictures: truth.pictures.sorted.length,
    classes: truth.classes.sorted.length,
    truth: truth.objects,
    predictions: { ...predictions, area: areasOf(boxes) },
    overlap: boxOverlap(boxes, truthBoxes, truth.objects.isCrowd),
  });
  return cocoAnswer(matching, truth, input);
}
