import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { EmptyState } from '~/ui/States';

export default function NotFound() {
  const t = useTranslations('shell.notFound');
  return (
    <EmptyState title={t('title')}>
      <Link href="/" className="text-accent hover:underline">
        {t('back')}
      </Link>
    </EmptyState>
  );
}
