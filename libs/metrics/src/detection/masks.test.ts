import { describe, expect, it } from 'vitest';
import { type CocoFigures, cocoFigures } from './cocoFigures';
import fixture from './fixtures/masks.json';
import { matchObjects } from './matchObjects';
import { maskOverlap } from './rle/maskOverlap';
import { type Rle, rleArea } from './rle/rle';
import { type Segmentation, segmentationRle } from './rle/segmentationRle';
import { type CocoPrediction, type CocoTruth, predictionColumns, truthColumns } from './testing/columns';

type Case = { name: string; truth: CocoTruth; predictions: CocoPrediction[]; expected: CocoFigures };

describe('figures of masks are pycocotools to the last bit', () => {
  it.each(fixture.figures as Case[])('$name', ({ truth, predictions, expected }) => {
    const rleOf = ({ image_id, segmentation }: { image_id: number; segmentation?: unknown }): Rle => {
      const picture = truth.images.find(({ id }) => id === image_id) ?? { height: 0, width: 0 };
      return segmentationRle(segmentation as Segmentation, picture); // as the fixture's script wrote it
    };
    const objects = truthColumns(truth);
    const areaOf = (prediction: CocoPrediction): number => {
      const [, , w = 0, h = 0] = prediction.bbox ?? [];
      return prediction.bbox ? w * h : rleArea(rleOf(prediction));
    };
    const matching = matchObjects({
      pictures: truth.images.length,
      classes: truth.categories.length,
      truth: objects,
      predictions: predictionColumns(truth, predictions, areaOf),
      overlap: maskOverlap(predictions.map(rleOf), truth.annotations.map(rleOf), objects.isCrowd),
    });
    expect(cocoFigures(matching)).toEqual(expected);
  });
});
