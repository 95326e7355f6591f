'use client';
import { useTranslations } from 'next-intl';
import { memo, useMemo } from 'react';
import { NO_LABEL, type PredictionColumns, scoresEach } from '~/columns/predictionColumns';
import { SortableTh } from '~/ui/SortableTh';
import { ErrorState, Loading } from '~/ui/States';
import { RowTh, Table, Td, Tr } from '~/ui/Table';
import { useUrlState } from '~/ui/useUrlState';
import { EstimateText } from './EstimateText';
import { CLASS_FIGURES, type ClassLine, type ClassLinesInput } from './figures/classLines';
import type { Decisions } from './figures/decisions';
import { useWorkerAnswer } from './worker/useWorkerAnswer';

const SORT_KEYS = ['class', 'support', ...CLASS_FIGURES] as const;
type SortKey = (typeof SORT_KEYS)[number];

/** Every class against the rest with intervals; a class opens its worst pictures. */
export const ClassTable = memo(function ClassTable(props: {
  columns: PredictionColumns;
  decisions: Decisions;
  onOpen: (label: number) => void;
}) {
  const { columns, decisions, onOpen } = props;
  const t = useTranslations('results.classes');
  const { get, set } = useUrlState();
  const input = useMemo(() => inputOf(columns, decisions), [columns, decisions]);
  const { answer, error } = useWorkerAnswer('classes', input);
  const wanted = get('sort') ?? '';
  const key = SORT_KEYS.find((one) => one === wanted.replace(/^-/, '')) ?? 'class';
  const isDescending = wanted.startsWith('-');
  if (error) return <ErrorState error={error} />;
  if (answer === null) return <Loading rows={columns.header.classes.length} />;
  const lines = sortLines(answer, key, isDescending);
  const sortBy = (next: SortKey) => {
    const isTurned = next === key ? !isDescending : next === 'support';
    set({ sort: next === 'class' && !isTurned ? null : `${isTurned ? '-' : ''}${next}` });
  };
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          {SORT_KEYS.map((one) => (
            <SortableTh
              key={one}
              name={t(`columns.${one}`)}
              isNumber={one !== 'class'}
              direction={one === key ? (isDescending ? 'descending' : 'ascending') : 'none'}
              onSort={() => sortBy(one)}
            />
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Tr key={line.index}>
            <RowTh>
              <button
                type="button"
                title={t('worst')}
                className="rounded text-accent hover:underline"
                onClick={() => onOpen(line.index)}
              >
                {columns.header.classes[line.index] ?? String(line.index)}
              </button>
            </RowTh>
            <Td isNumber>{line.support}</Td>
            {CLASS_FIGURES.map((figure) => (
              <Td key={figure} isNumber>
                <EstimateText estimate={line[figure]} reason={t(`undefined.${figure}`)} />
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
});

/** What is undefined stands last, whichever way is up. */
function sortLines(lines: readonly ClassLine[], key: SortKey, isDescending: boolean): ClassLine[] {
  const sortValue = (line: ClassLine) =>
    key === 'class' ? line.index : key === 'support' ? line.support : line[key].value;
  return lines.toSorted((a, b) => {
    const [left, right] = [sortValue(a), sortValue(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return isDescending ? right - left : left - right;
  });
}

/** Null when no picture is labelled. */
function inputOf(columns: PredictionColumns, { predicted }: Decisions): ClassLinesInput | null {
  const rows = Uint32Array.from(columns.labels.keys()).filter((row) => columns.labels[row] !== NO_LABEL);
  if (rows.length === 0) return null;
  const each = scoresEach(columns);
  return {
    truth: Int32Array.from(rows, (row) => columns.labels[row] ?? NO_LABEL),
    predicted: Int32Array.from(rows, (row) => predicted[row] ?? 0),
    scores: Array.from({ length: each }, (_, index) =>
      Float64Array.from(rows, (row) => columns.scores[row * each + index] ?? 0),
    ),
    groups: columns.groups && Int32Array.from(rows, (row) => columns.groups?.[row] ?? 0),
  };
}
