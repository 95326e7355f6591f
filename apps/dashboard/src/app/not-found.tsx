import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { PageHeader } from '~/ui/Page';

export default function NotFound() {
  const t = useTranslations('shell.notFound');
  return (
    <>
      <PageHeader title={t('title')} />
      <Link href="/" className="text-accent hover:underline">
        {t('back')}
      </Link>
    </>
  );
}
