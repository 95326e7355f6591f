'use client';
import { useTranslations } from 'next-intl';
import { Button } from './Button';

export function Pager(props: { offset: number; limit: number; total: number; onChange: (offset: number) => void }) {
  const { offset, limit, total, onChange } = props;
  const t = useTranslations('ui');
  if (total <= limit && offset === 0) return null;
  return (
    <div className="mt-3 flex items-center gap-3">
      <Button size="small" disabled={offset === 0} onClick={() => onChange(Math.max(0, offset - limit))}>
        {t('previous')}
      </Button>
      <span aria-live="polite" className="text-muted text-xs">
        {t('pageOf', { from: offset + 1, to: Math.min(total, offset + limit), total })}
      </span>
      <Button size="small" disabled={offset + limit >= total} onClick={() => onChange(offset + limit)}>
        {t('next')}
      </Button>
    </div>
  );
}
