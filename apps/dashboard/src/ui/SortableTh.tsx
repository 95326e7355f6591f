'use client';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Th } from './Table';

type Props = {
  name: string;
  isNumber?: boolean;
  direction: 'ascending' | 'descending' | 'none';
  onSort: () => void;
};

/** A column's head that sorts by it. */
export function SortableTh({ name, isNumber = false, direction, onSort }: Props) {
  const t = useTranslations('ui');
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <Th isNumber={isNumber} aria-sort={direction}>
      <button
        type="button"
        title={t('sortBy', { column: name })}
        onClick={onSort}
        className="inline-flex items-center gap-1 rounded hover:text-ink"
      >
        {name}
        <Arrow aria-hidden className={`size-3 ${direction === 'none' ? 'invisible' : ''}`} />
      </button>
    </Th>
  );
}
