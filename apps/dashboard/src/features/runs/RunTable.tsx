'use client';
import {
  createExpandedRowModel,
  createSortedRowModel,
  type ExpandedState,
  rowExpandingFeature,
  rowSortingFeature,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslations } from 'next-intl';
import { useMemo, useRef, useState } from 'react';
import { SortableTh } from '~/ui/SortableTh';
import { Th } from '~/ui/Table';
import { RunCells } from './RunCells';
import type { RunLine } from './runLines';
import { type RunFilterState, SORTABLE, type SortKey } from './useRunFilters';

export const features = tableFeatures({
  rowSortingFeature,
  rowExpandingFeature,
  sortedRowModel: createSortedRowModel(),
  expandedRowModel: createExpandedRowModel(),
  sortFns,
});

const ROW_HEIGHT = 33;
const OVERSCAN = 12;
const NUMERIC: readonly string[] = ['value', 'duration'];
const HEADERS = [
  'label',
  'seed',
  'status',
  'figure',
  'value',
  'id',
  'task',
  'dataset',
  'queuedAt',
  'duration',
  'summary',
  'experiment',
] as const;

/** Only the lines in view are in the document, so that thousands of runs scroll as lightly as ten. */
export function RunTable({ lines, filters }: { lines: RunLine[]; filters: RunFilterState }) {
  const t = useTranslations('runs');
  const { sort, set } = filters;
  const [expanded, setExpanded] = useState<ExpandedState>({});
  const sorting = useMemo(() => [{ id: sort.key, desc: sort.isDescending }], [sort.key, sort.isDescending]);
  const columns = useMemo(
    () =>
      SORTABLE.map((key) => ({
        id: key,
        accessorFn: (line: RunLine) => line[key] ?? undefined,
        sortUndefined: 'last' as const,
      })),
    [],
  );
  const table = useTable({
    features,
    columns,
    data: lines,
    getRowId: (line) => line.id,
    getSubRows: (line) => line.children,
    // Runs come and go while somebody reads: what is open stays open.
    autoResetExpanded: false,
    state: { sorting, expanded },
    onExpandedChange: setExpanded,
  });
  const rows = table.getRowModel().rows;

  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const shown = virtualizer.getVirtualItems();
  const before = shown[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0);

  const toggle = (key: SortKey) => {
    const isDescending = key === sort.key ? !sort.isDescending : key !== 'label' && key !== 'experiment';
    set({ sort: `${isDescending ? '-' : ''}${key}` });
  };

  return (
    <section
      ref={scroller}
      aria-label={t('title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-[calc(100dvh-13rem)] relative min-h-60 overflow-auto rounded-md border border-line bg-surface"
    >
      <table className="w-full border-separate border-spacing-0 text-left" aria-rowcount={rows.length + 1}>
        <caption className="sr-only">{t('title')}</caption>
        <thead className="sticky top-0 z-10">
          <tr aria-rowindex={1}>
            {HEADERS.map((header) => {
              const key = SORTABLE.find((sortable) => sortable === header);
              const name = t(`columns.${header}`);
              const isNumber = NUMERIC.includes(header) || header === 'seed';
              if (key === undefined) {
                return (
                  <Th key={header} isNumber={isNumber}>
                    {name}
                  </Th>
                );
              }
              return (
                <SortableTh
                  key={header}
                  name={name}
                  isNumber={isNumber}
                  direction={sort.key === key ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
                  onSort={() => toggle(key)}
                />
              );
            })}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Gap height={before} />}
          {shown.map(({ index }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <tr key={row.id} aria-rowindex={index + 2} style={{ height: ROW_HEIGHT }} className="hover:bg-raised">
                <RunCells
                  line={row.original}
                  depth={row.depth}
                  isOpen={row.getIsExpanded()}
                  onToggle={() => row.toggleExpanded()}
                />
              </tr>
            );
          })}
          {after > 0 && <Gap height={after} />}
        </tbody>
      </table>
    </section>
  );
}

/** Stands for the lines that are out of view. */
function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={HEADERS.length} style={{ height, padding: 0 }} />
    </tr>
  );
}
