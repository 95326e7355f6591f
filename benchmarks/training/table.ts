import type { Results, Row } from '../results';
import type { ModeFigure } from './choose';
import type { WorkName } from './sizes';
import type { Precision } from './task';

/** What a comparison of training adds to every comparison's row. */
export type TrainingRow = Row & {
  work: WorkName;
  batch: number;
  threads: number;
  precision: Precision;
  oursSide: Side;
  theirsSide: Side;
};
type Side = Pick<ModeFigure, 'mode'> & { aboveImportMb: number; shareOfPeak: number | null };

const TITLES: Readonly<Record<WorkName, string>> = {
  'resnet18-simclr': 'ResNet-18, SimCLR',
  'resnet18-simclr-augmented': 'ResNet-18, SimCLR with augmentation in the step',
  'resnet50-supervised': 'ResNet-50, supervised',
  unet: 'U-Net-like decoder',
  'vit-ti-mae': 'ViT-Ti, MAE',
  'vit-s-mae': 'ViT-S, MAE',
  'vit-ti-multicrop': 'ViT-Ti, teacher and six crops',
};

/** The stored comparisons as a table, in the order of the works, large batches and two threads first. */
export function renderTraining(results: Results<TrainingRow> | undefined): string {
  const rows = (results?.rows ?? []).filter(({ isQuick }) => !isQuick);
  const order = Object.keys(TITLES);
  const sorted = rows.toSorted(
    (a, b) =>
      order.indexOf(a.work) - order.indexOf(b.work) ||
      b.precision.localeCompare(a.precision) ||
      b.batch - a.batch ||
      b.threads - a.threads,
  );
  return [
    '| training | pictures | threads | numbers | speed | memory, MB | above import | peak |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...sorted.map((row) => `| ${cellsOf(row).join(' | ')} |`),
    '',
  ].join('\n');
}

function cellsOf({ work, batch, threads, precision, oursSide, theirsSide, ...row }: TrainingRow): string[] {
  const shareOf = ({ shareOfPeak }: Side): string => shareOfPeak?.toFixed(2) ?? '–';
  return [
    TITLES[work],
    String(batch),
    String(threads),
    precision,
    `${row.ratio.toFixed(2)} [${row.low.toFixed(2)}, ${row.high.toFixed(2)}]${row.isCalm === false ? ' (noisy)' : ''}`,
    `${row.oursPeakMb.toFixed(0)} / ${row.theirsPeakMb.toFixed(0)}`,
    (oursSide.aboveImportMb / theirsSide.aboveImportMb).toFixed(2),
    `${shareOf(oursSide)} / ${shareOf(theirsSide)}`,
  ];
}
