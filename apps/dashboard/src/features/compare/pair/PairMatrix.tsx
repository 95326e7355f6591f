'use client';
import { useTranslations } from 'next-intl';
import { Table } from '~/ui/Table';
import type { PairNames } from './PairView';
import type { PairCell, Paired } from './pairPredictions';

const LAYOUT: readonly { name: 'right' | 'wrong'; cells: readonly PairCell[] }[] = [
  { name: 'right', cells: ['both', 'onlyA'] },
  { name: 'wrong', cells: ['onlyB', 'neither'] },
];

/** Right and wrong of the first run in rows, of the second in columns. A cell opens its pictures. */
export function PairMatrix(props: {
  names: PairNames;
  cells: Paired['cells'];
  chosen: PairCell;
  onChoose: (cell: PairCell) => void;
}) {
  const { names, cells, chosen, onChoose } = props;
  const t = useTranslations('compare.pair');
  return (
    <Table label={t('matrix')} className="w-fit max-w-full">
      <thead>
        <tr>
          <td />
          {(['right', 'wrong'] as const).map((name) => (
            <th key={name} scope="col" className="max-w-40 px-2 py-1.5 font-medium text-xs">
              {t(name, { name: names.b })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {LAYOUT.map(({ name, cells: line }) => (
          <tr key={name}>
            <th scope="row" className="max-w-40 px-2 font-medium text-xs">
              {t(name, { name: names.a })}
            </th>
            {line.map((cell) => (
              <td key={cell} className="p-0.5">
                <button
                  type="button"
                  aria-pressed={cell === chosen}
                  aria-label={t('cell', { cell: t(`cells.${cell}`, names), count: cells[cell].length })}
                  onClick={() => onChoose(cell)}
                  className="h-12 w-full min-w-20 rounded border border-line bg-surface px-2 text-base tabular-nums hover:border-ink aria-pressed:border-2 aria-pressed:border-ink"
                >
                  {cells[cell].length}
                </button>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
