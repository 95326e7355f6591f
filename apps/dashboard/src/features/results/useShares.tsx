'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Checkbox } from '~/ui/Field';
import { useUrlState } from '~/ui/useUrlState';

/** Whether matrices show shares of their rows, and the box that chooses it. */
export function useShares(): { isShares: boolean; choice: ReactNode } {
  const t = useTranslations('results.matrix');
  const { get, set } = useUrlState();
  const isShares = get('shares') === '1';
  const choice = (
    <Checkbox
      label={t('shares')}
      checked={isShares}
      onChange={(event) => set({ shares: event.target.checked ? '1' : null })}
    />
  );
  return { isShares, choice };
}
