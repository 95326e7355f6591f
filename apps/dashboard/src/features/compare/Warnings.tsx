'use client';
import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';

/** What a reader must know before believing a comparison. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  const t = useTranslations('compare');
  if (warnings.length === 0) return null;
  return (
    <div role="note" aria-label={t('warnings')} className="mb-6 rounded-md border border-warn bg-surface px-3 py-2">
      <p className="flex items-center gap-2 font-medium text-warn">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        {t('warnings')}
      </p>
      <ul className="mt-1 list-disc pl-10">
        {warnings.map((warning) => (
          <li key={warning} className="break-words">
            {warning}
          </li>
        ))}
      </ul>
    </div>
  );
}
