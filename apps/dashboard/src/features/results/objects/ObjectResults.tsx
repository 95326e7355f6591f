'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '~/trpc/client';
import { Answer, EmptyState } from '~/ui/States';
import { BoxResults } from './BoxResults';
import { MaskResults } from './MaskResults';

/** Where a run says that something is, over the pictures: boxes or masks, from its stored predictions alone. */
export function ObjectResults({ digest }: { digest: string }) {
  const t = useTranslations('objects');
  const trpc = useTRPC();
  const objects = useQuery(trpc.objects.show.queryOptions({ digest }));
  return (
    <Answer query={objects} rows={10}>
      {(found) => {
        if (found.output === 'none') return <EmptyState title={t('noObjects')}>{t('noObjectsHint')}</EmptyState>;
        if (found.pictures.length === 0) return <EmptyState title={t('noPictures')} />;
        return found.output === 'boxes' ? (
          <BoxResults classes={found.classes} pictures={found.pictures} />
        ) : (
          <MaskResults classes={found.classes} pictures={found.pictures} />
        );
      }}
    </Answer>
  );
}
