'use client';
import type { ThresholdFigures } from '@assay/metrics';
import { useTranslations } from 'next-intl';
import { Section } from '~/ui/Page';
import { ConfusionMatrix } from './ConfusionMatrix';
import type { Cell } from './figures/ranking';
import type { Selection } from './figures/selection';
import type { Sides } from './useQuestion';
import { useShares } from './useShares';

const CELLS_AT: readonly (readonly Cell[])[] = [
  ['caught', 'escaped'],
  ['overkill', 'passed'],
];

/** What the threshold does, two by two. */
export function ThresholdMatrix(props: {
  at: ThresholdFigures;
  sides: Sides;
  selection: Selection;
  onOpen: (selection: Selection) => void;
}) {
  const { at, sides, selection, onOpen } = props;
  const t = useTranslations('results.matrix');
  const { isShares, choice } = useShares();
  const names = [sides.positive, sides.negative];
  const counts = [
    [at.truePositives, at.falseNegatives],
    [at.falsePositives, at.trueNegatives],
  ];
  return (
    <Section title={t('title')} actions={choice}>
      <ConfusionMatrix
        label={t('atThreshold')}
        rows={names}
        columns={names}
        counts={counts}
        isShares={isShares}
        isChosen={(row, column) => selection.kind === 'cell' && selection.cell === CELLS_AT[row]?.[column]}
        onOpen={(row, column) => {
          const cell = CELLS_AT[row]?.[column];
          if (cell) onOpen({ kind: 'cell', cell });
        }}
      />
      <p className="mt-1 text-muted text-xs">{t('atThresholdNote')}</p>
    </Section>
  );
}
