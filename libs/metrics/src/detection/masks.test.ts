import { describe, expect, it } from 'vitest';
import { type CocoFigures, cocoFigures } from './cocoFigures';
import fixture from './fixtures/masks.json';
import { matchObjects } from './matchObjects';
import { boundaryOverlap } from './rle/boundaryOverlap';
import { maskOverlap } from './rle/maskOverlap';
import { type Rle, rleArea } from './rle/rle';
import { type Segmentation, segmentationRle } from './rle/segmentationRle';
import { type CocoPrediction, type CocoTruth, predictionColumns, truthColumns } from './testing/columns';

type Case = {
  name: string;
  truth: CocoTruth;
  predictions: CocoPrediction[];
  expected: CocoFigures;
  boundary: CocoFigures | null;
};

function rounded({ perClass, ...summary }: CocoFigures): unknown {
  const of = (figures: Record<string, number | null>): Record<string, string | undefined> =>
    Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, value?.toFixed(12)]));
  return [of(summary), ...perClass.map(of)];
}

describe("figures of masks are pycocotools' to the last bit, and of boundaries faster-coco-eval's", () => {
  it.each(fixture.figures as Case[])('$name', ({ truth, predictions, expected, boundary }) => {
    const rleOf = ({ image_id, segmentation }: { image_id: number; segmentation?: unknown }): Rle => {
      const picture = truth.images.find(({ id }) => id === image_id) ?? { height: 0, width: 0 };
      return segmentationRle(segmentation as Segmentation, picture); // as the fixture's script wrote it
    };
    const objects = truthColumns(truth);
    const areaOf = (prediction: CocoPrediction): number => {
      const [, , w = 0, h = 0] = prediction.bbox ?? [];
      return prediction.bbox ? w * h : rleArea(rleOf(prediction));
    };
    const figuresBy = (overlapOf: typeof maskOverlap): CocoFigures =>
      cocoFigures(
        matchObjects({
          pictures: truth.images.length,
          classes: truth.categories.length,
          truth: objects,
          predictions: predictionColumns(truth, predictions, areaOf),
          overlap: overlapOf(predictions.map(rleOf), truth.annotations.map(rleOf), objects.isCrowd),
        }),
      );
    expect(figuresBy(maskOverlap)).toEqual(expected);
    // Its precision is without pycocotools' epsilon.
    if (boundary) expect(rounded(figuresBy(boundaryOverlap))).toEqual(rounded(boundary));
  });
});
