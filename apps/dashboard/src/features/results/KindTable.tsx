'use client';
import { useTranslations } from 'next-intl';
import { memo, useMemo } from 'react';
import { NO_LABEL, type PredictionColumns } from '~/columns/predictionColumns';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import { EstimateText } from './EstimateText';
import { type Estimate, rateEstimate, UNDEFINED } from './figures/estimate';
import type { Ranking } from './figures/ranking';

/** How much of each true class is called positive at the threshold: which defects escape, and which sound pieces do not. */
export const KindTable = memo(function KindTable(props: {
  columns: PredictionColumns;
  ranking: Ranking;
  threshold: number;
  /** By drawing parts anew, where pictures are of parts; null while or where it is not done. */
  drawn: Record<number, Estimate> | null;
  positive: string;
  onOpen: (label: number) => void;
}) {
  const { columns, ranking, threshold, drawn, positive, onOpen } = props;
  const t = useTranslations('results.kinds');
  const kinds = useMemo(() => listKinds(columns, ranking), [columns, ranking]);
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <Th>{t('class')}</Th>
          <Th isNumber>{t('pictures')}</Th>
          <Th isNumber>{t('called', { positive })}</Th>
          <Th isNumber>{t('rate')}</Th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(({ label, scores }) => {
          const called = scores.length - countBelow(scores, threshold);
          const counted = rateEstimate(called, scores.length);
          const ofParts = drawn?.[label] ?? { ...UNDEFINED, value: counted.value };
          return (
            <Tr key={label}>
              <RowTh>
                <button type="button" className="rounded text-accent hover:underline" onClick={() => onOpen(label)}>
                  {columns.header.classes[label] ?? String(label)}
                </button>
              </RowTh>
              <Td isNumber>{scores.length}</Td>
              <Td isNumber>{called}</Td>
              <Td isNumber>
                <EstimateText estimate={ranking.groups === null ? counted : ofParts} reason={t('none')} />
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
});

/** The true classes that occur, each with its scores in ascending order. */
function listKinds(columns: PredictionColumns, ranking: Ranking): { label: number; scores: Float64Array }[] {
  const byLabel = new Map<number, number[]>();
  for (const [place, row] of ranking.rows.entries()) {
    const label = columns.labels[row] ?? NO_LABEL;
    const scores = byLabel.get(label) ?? [];
    byLabel.set(label, scores);
    scores.push(ranking.scores[place] ?? 0);
  }
  return [...byLabel]
    .map(([label, scores]) => ({ label, scores: Float64Array.from(scores).sort() }))
    .sort((a, b) => a.label - b.label);
}

function countBelow(sorted: Float64Array, threshold: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}
