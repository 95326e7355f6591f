import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@assay/metrics';

export type CocoSize = { pictures: number; classes: number; detections: number };

const WIDTH = 640;
const HEIGHT = 480;
/** Objects a picture, as in COCO's val2017 (36,781 in 5,000). */
const OBJECTS_MEAN = 7.36;
const CROWD_SHARE = 0.01;
/** Share of predictions that lie near an object, well or badly; the others are anywhere. */
const NEAR_SHARE = 0.25;

/**
 * Writes a ground truth and results of boxes in COCO's format, the same for a seed: as many objects a picture and as many
 * sizes as in COCO, numbers with the digits of float32 as detectors write them.
 *
 * @returns the paths of both files
 */
export async function writeCocoInput(
  folder: string,
  { pictures, classes, detections }: CocoSize,
): Promise<{ truth: string; predictions: string }> {
  const random = createRandom(1);
  const truth = join(folder, 'truth.json');
  const predictions = join(folder, 'predictions.json');
  const into = createWriteStream(predictions);
  const images: object[] = [];
  const annotations: object[] = [];
  for (let p = 0; p < pictures; p++) {
    const image = p * 7 + 1;
    images.push({ id: image, width: WIDTH, height: HEIGHT });
    const objects = drawObjects(random, classes);
    for (const { box, category } of objects) {
      const isCrowd = random() < CROWD_SHARE ? 1 : 0;
      const area = 0.7 * (box[2] ?? 0) * (box[3] ?? 0);
      annotations.push({
        id: annotations.length + 1,
        image_id: image,
        category_id: category,
        bbox: box,
        area,
        iscrowd: isCrowd,
      });
    }
    const rows = Array.from({ length: detections }, () => drawDetection(random, { image, objects, classes }));
    const text = rows.map((row) => JSON.stringify(row)).join(',');
    if (!into.write(`${p === 0 ? '[' : ','}${text}`)) await once(into, 'drain');
  }
  into.end(']');
  await once(into, 'finish');
  const categories = Array.from({ length: classes }, (_, k) => ({ id: k + 1, name: `class ${k + 1}` }));
  const whole = createWriteStream(truth);
  whole.end(JSON.stringify({ images, categories, annotations }));
  await once(whole, 'finish');
  return { truth, predictions };
}

type Random = () => number;
type Drawn = { box: number[]; category: number };

function drawObjects(random: Random, classes: number): Drawn[] {
  const objects: Drawn[] = [];
  // Geometric: many pictures with few objects, few with many.
  while (random() < OBJECTS_MEAN / (OBJECTS_MEAN + 1) && objects.length < 60) {
    objects.push({ box: drawBox(random), category: drawClass(random, classes) });
  }
  return objects;
}

/** The first classes are the most frequent. */
function drawClass(random: Random, classes: number): number {
  return 1 + Math.floor(classes * random() * random());
}

/** Sides are spread evenly over their logarithm, from 8 to 400 pixels. */
function drawBox(random: Random): number[] {
  const side = () => Math.fround(8 * 50 ** random());
  return [Math.fround(random() * (WIDTH - 8)), Math.fround(random() * (HEIGHT - 8)), side(), side()];
}

function drawDetection(
  random: Random,
  { image, objects, classes }: { image: number; objects: Drawn[]; classes: number },
) {
  const near = random() < NEAR_SHARE ? objects[Math.floor(random() * objects.length)] : undefined;
  const noise = 0.02 + 0.3 * random() ** 2;
  const score = near ? 1 - noise * (1 + random()) : 0.6 * random() ** 3;
  const box = near
    ? near.box.map((value, side) => moved(value, noise * (near.box[2 + (side % 2)] ?? 0), random))
    : drawBox(random);
  const isRightClass = near !== undefined && random() < 0.9;
  const category = isRightClass ? near.category : drawClass(random, classes);
  return { image_id: image, category_id: category, bbox: box, score: Math.fround(score) };
}

function moved(value: number, spread: number, random: Random): number {
  return Math.max(1, Math.fround(value + spread * (random() + random() - 1)));
}
