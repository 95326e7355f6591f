import type { PredictedObjects, TruthObjects } from '../objects';

/** COCO's files as far as the tests need them. */
export type CocoTruth = {
  images: { id: number; height: number; width: number }[];
  categories: { id: number }[];
  annotations: CocoObject[];
};
type CocoObject = {
  id: number;
  image_id: number;
  category_id: number;
  bbox?: number[];
  segmentation?: unknown;
  area: number;
  iscrowd: number;
};
export type CocoPrediction = Omit<CocoObject, 'id' | 'area' | 'iscrowd'> & { score: number };

export function truthColumns({ images, categories, annotations }: CocoTruth): TruthObjects {
  return {
    picture: indicesOf(annotations, 'image_id', images),
    class: indicesOf(annotations, 'category_id', categories),
    area: Float64Array.from(annotations, ({ area }) => area),
    isCrowd: Uint8Array.from(annotations, ({ iscrowd }) => iscrowd),
    neverFound: annotations.findIndex(({ id }) => id === 0),
  };
}

export function predictionColumns(
  { images, categories }: CocoTruth,
  predictions: readonly CocoPrediction[],
  areaOf: (prediction: CocoPrediction) => number,
): PredictedObjects {
  return {
    picture: indicesOf(predictions, 'image_id', images),
    class: indicesOf(predictions, 'category_id', categories),
    area: Float64Array.from(predictions, areaOf),
    score: Float64Array.from(predictions, ({ score }) => score),
  };
}

export function boxColumns(objects: readonly { bbox?: number[] }[]): Float64Array {
  return Float64Array.from(objects.flatMap(({ bbox = [] }) => bbox));
}

function indicesOf<Key extends 'image_id' | 'category_id'>(
  objects: readonly Record<Key, number>[],
  key: Key,
  things: readonly { id: number }[],
): Uint32Array {
  const ids = things.map(({ id }) => id).sort((a, b) => a - b);
  return Uint32Array.from(objects, (object) => ids.indexOf(object[key]));
}
