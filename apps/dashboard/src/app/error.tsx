'use client';
import { useTranslations } from 'next-intl';
import { Button } from '~/ui/Button';
import { ErrorState } from '~/ui/States';

/** What stands in a page's place when drawing it failed; the frame around it stays. */
export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  const t = useTranslations('shell.crashed');
  return (
    <>
      <h1 className="mb-3 font-semibold text-xl">{t('title')}</h1>
      <ErrorState error={error} />
      <Button className="mt-3" onClick={reset}>
        {t('retry')}
      </Button>
    </>
  );
}
