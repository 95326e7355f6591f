import { expect, test } from 'vitest';
import type { Results } from '../results';
import { readOwnPage } from './page';
import { renderTraining, type TrainingRow } from './table';

const side = (aboveImportMb: number, shareOfPeak: number | null) => ({ mode: 'compiled', aboveImportMb, shareOfPeak });
const row = (fields: object) =>
  ({
    ...{ batch: 64, threads: 2, precision: 'float32', ratio: 1.346, low: 1.3, high: 1.4, isQuick: false, isCalm: true },
    ...{ oursPeakMb: 1000.4, theirsPeakMb: 1200, oursSide: side(300, 0.7), theirsSide: side(200, null), ...fields },
  }) as unknown as TrainingRow;

test('a line a comparison, with what it held above import; quick ones are left out', () => {
  const rows = [
    row({ work: 'unet', isQuick: true }),
    row({ work: 'vit-s-mae', batch: 16, isCalm: false }),
    row({ work: 'vit-s-mae' }),
    row({ work: 'resnet18-simclr', precision: 'bfloat16' }),
  ];
  expect(
    renderTraining({ rows } as Results<TrainingRow>)
      .split('\n')
      .slice(2),
  ).toEqual([
    '| ResNet-18, SimCLR | 64 | 2 | bfloat16 | 1.35 [1.30, 1.40] | 1000 / 1200 | 1.50 | 0.70 / – |',
    '| ViT-S, MAE | 64 | 2 | float32 | 1.35 [1.30, 1.40] | 1000 / 1200 | 1.50 | 0.70 / – |',
    '| ViT-S, MAE | 16 | 2 | float32 | 1.35 [1.30, 1.40] (noisy) | 1000 / 1200 | 1.50 | 0.70 / – |',
    '',
  ]);
});

test('the guide shows the stored results', () => {
  const { stored, wanted } = readOwnPage();
  expect(wanted).toBe(stored);
});
