import { describe, expect, it } from 'vitest';
import { boxOverlap } from './boxOverlap';
import { type CocoFigures, cocoFigures } from './cocoFigures';
import cases from './fixtures/boxes.json';
import { matchObjects } from './matchObjects';
import { boxColumns, type CocoPrediction, type CocoTruth, predictionColumns, truthColumns } from './testing/columns';

type Case = { name: string; truth: CocoTruth; predictions: CocoPrediction[]; expected: CocoFigures };

function figuresOf({ truth, predictions }: Pick<Case, 'truth' | 'predictions'>): CocoFigures {
  const objects = truthColumns(truth);
  const found = predictionColumns(truth, predictions, ({ bbox: [, , w = 0, h = 0] = [] }) => w * h);
  return cocoFigures(
    matchObjects({
      pictures: truth.images.length,
      classes: truth.categories.length,
      truth: objects,
      predictions: found,
      overlap: boxOverlap(boxColumns(predictions), boxColumns(truth.annotations), objects.isCrowd),
    }),
  );
}

describe('figures of boxes are pycocotools to the last bit', () => {
  it.each(cases as Case[])('$name', (given) => {
    expect(figuresOf(given)).toEqual(given.expected);
  });
});
