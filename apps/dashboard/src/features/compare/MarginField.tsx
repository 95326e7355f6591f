'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useUrlState } from '~/ui/useUrlState';

/** A margin that was typed, when it is one. */
export function readMargin(text: string | null): number | undefined {
  const margin = text === null || text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
  return Number.isFinite(margin) && margin > 0 ? margin : undefined;
}

/** Within which two means count as equivalent, in the unit of the figure. */
export function MarginField() {
  const t = useTranslations('compare');
  const { get, set } = useUrlState();
  const [text, setText] = useState(get('margin') ?? '');
  const isWrong = text.trim() !== '' && readMargin(text) === undefined;
  return (
    <div className="flex items-center gap-2">
      <label className="flex items-center gap-2 text-muted text-xs" title={t('marginHint')}>
        {t('margin')}
        <input
          className="h-8 w-20 rounded border border-line-strong bg-surface px-2 text-ink text-sm placeholder:text-muted"
          inputMode="decimal"
          placeholder={t('marginNone')}
          aria-invalid={isWrong}
          value={text}
          onChange={({ target: { value } }) => {
            setText(value);
            set({ margin: readMargin(value) === undefined ? null : value });
          }}
        />
      </label>
      {isWrong && (
        <span role="alert" className="text-bad text-xs">
          {t('marginWrong')}
        </span>
      )}
    </div>
  );
}
