'use client';
import { useTranslations } from 'next-intl';
import { Table } from '~/ui/Table';

/** How strongly the fullest cell is coloured; the ink on it stays readable in both themes. */
const TINT_MAX = 38;

/** Counts of pictures, a row a true class, a column what was called. A cell opens its pictures. */
export function ConfusionMatrix(props: {
  label: string;
  rows: readonly string[];
  columns: readonly string[];
  counts: readonly (readonly number[])[];
  isShares: boolean;
  isChosen: (row: number, column: number) => boolean;
  onOpen: (row: number, column: number) => void;
}) {
  const { label, rows, columns, counts, isShares, isChosen, onOpen } = props;
  const t = useTranslations('results.matrix');
  return (
    <Table label={label} className="w-fit max-w-full">
      <thead>
        <tr>
          <td />
          <th
            scope="colgroup"
            colSpan={columns.length}
            className="px-2 pt-1.5 text-left font-normal text-muted text-xs"
          >
            {t('called')}
          </th>
        </tr>
        <tr>
          <th scope="col" className="px-2 pb-1.5 text-left align-bottom font-normal text-muted text-xs">
            {t('truth')}
          </th>
          {columns.map((name) => (
            <th key={name} scope="col" title={name} className="max-w-28 truncate px-2 pb-1.5 font-medium text-xs">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {counts.map((line, row) => {
          const total = line.reduce((sum, count) => sum + count, 0);
          const name = rows[row] ?? String(row);
          return (
            <tr key={name}>
              <th scope="row" title={name} className="max-w-36 truncate px-2 font-medium text-xs">
                {name}
              </th>
              {line.map((count, column) => {
                const share = total > 0 ? count / total : 0;
                const isRight = row === column;
                return (
                  <td key={columns[column]} className="p-0.5">
                    <button
                      type="button"
                      aria-pressed={isChosen(row, column)}
                      aria-label={t('cell', {
                        count,
                        truth: name,
                        called: columns[column] ?? '',
                        share: (100 * share).toFixed(1),
                      })}
                      onClick={() => onOpen(row, column)}
                      style={{
                        background: `color-mix(in srgb, var(--${isRight ? 'accent' : 'bad'}) ${(share * TINT_MAX).toFixed(1)}%, var(--surface))`,
                      }}
                      className="h-10 w-full min-w-14 rounded border border-line px-1.5 tabular-nums hover:border-ink aria-pressed:border-2 aria-pressed:border-ink"
                    >
                      {isShares ? (total > 0 ? `${(100 * share).toFixed(1)} %` : '–') : count}
                    </button>
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
