import { describe, expect, it } from 'vitest';
import { Prediction, PredictionsHeader } from './predictions';

const digest = 'a'.repeat(64);
const header = {
  version: 1,
  task: 'classical',
  datasetDigest: digest,
  split: 'test',
  classes: ['good', 'spot'],
  scores: 'decision',
  threshold: null,
  protocol: { name: 'classification', parameters: {} },
};

describe('predictions', () => {
  it('of a file from before there were boxes and masks read as they did', () => {
    expect(PredictionsHeader.parse(header)).toEqual(header);
    const line = { item: digest, path: 'a.png', truth: { label: 1, masks: [digest] }, scores: [0.2, 0.8] };
    expect(Prediction.parse(line)).toEqual(line);
  });

  it('hold boxes with scores, or a mask beside its truth', () => {
    expect(PredictionsHeader.parse({ ...header, output: 'boxes', scores: 'contrast' }).output).toBe('boxes');
    const box = { x: 1, y: 2.5, w: 3, h: 4, class: 0 };
    const boxes = { item: digest, path: 'a.png', truth: { boxes: [box] }, boxes: [{ ...box, score: 7 }] };
    expect(Prediction.parse(boxes)).toEqual(boxes);
    const masks = { item: digest, path: 'a.png', truth: { mask: digest }, mask: digest };
    expect(Prediction.parse(masks)).toEqual(masks);
    expect(Prediction.safeParse({ ...boxes, boxes: [box] }).success).toBe(false);
  });
});
