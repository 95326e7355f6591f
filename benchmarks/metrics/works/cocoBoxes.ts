import { boxOverlap, cocoFigures, matchObjects } from '@assay/metrics';
import { areasOf, readBoxes } from '../../../apps/trainer/src/commands/metrics/coco/boxes';
import { join, readPredictions } from '../../../apps/trainer/src/commands/metrics/coco/readPredictions';
import { readTruth } from '../../../apps/trainer/src/commands/metrics/coco/readTruth';
import type { MetricsWork } from '../works';
import { writeCocoInput } from './cocoInput';

const SIZE = { pictures: 5000, classes: 80, detections: 100 };
const PICTURES_QUICK = 800;

/** COCO's figures of boxes, from the two files on: reading them as `assay metrics detection` does, and evaluating. */
export const cocoBoxes: MetricsWork = {
  peers: ['pycocotools', 'faster-coco-eval'],
  parts: { files: ['load', 'evaluate'], evaluate: ['evaluate'] },
  prepare: (folder, isQuick) => writeCocoInput(folder, isQuick ? { ...SIZE, pictures: PICTURES_QUICK } : SIZE),
  async measure({ truth: truthPath, predictions: predictionsPath }) {
    const startedAt = performance.now();
    const truth = await readTruth(String(truthPath));
    const truthBoxes = readBoxes(truth.annotations);
    const blocks: Float64Array[] = [];
    const predictions = await readPredictions(String(predictionsPath), truth, (rows) => blocks.push(readBoxes(rows)));
    const boxes = join(blocks, new Float64Array(4 * predictions.score.length));
    const loadedAt = performance.now();
    const matching = matchObjects({
      pictures: truth.pictures.sorted.length,
      classes: truth.classes.sorted.length,
      truth: truth.objects,
      predictions: { ...predictions, area: areasOf(boxes) },
      overlap: boxOverlap(boxes, truthBoxes, truth.objects.isCrowd),
    });
    const { perClass, ...summary } = cocoFigures(matching);
    const seconds = { load: (loadedAt - startedAt) / 1000, evaluate: (performance.now() - loadedAt) / 1000 };
    const ofClasses = perClass.flatMap(({ ap, ap50 }, k) => [
      [`perClass.${k}.ap`, ap] as const,
      [`perClass.${k}.ap50`, ap50] as const,
    ]);
    return { seconds, figures: { ...summary, ...Object.fromEntries(ofClasses) } };
  },
};
