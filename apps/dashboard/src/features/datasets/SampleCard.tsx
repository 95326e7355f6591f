'use client';
import { useTranslations } from 'next-intl';
import type { Answers } from '~/trpc/types';
import { AnnotatedPicture } from './AnnotatedPicture';

type Props = {
  item: Answers['datasets']['items']['items'][number];
  classes: readonly string[];
  isAnnotated: boolean;
  onOpen: () => void;
};

export function SampleCard({ item, classes, isAnnotated, onOpen }: Props) {
  const t = useTranslations('datasets.samples');
  const words = useTranslations('words.split');
  const names = item.classes.map((index) => classes[index] ?? String(index));
  return (
    <li>
      <button
        type="button"
        aria-label={t('open', { path: item.path })}
        onClick={onOpen}
        className="block h-full w-full overflow-hidden rounded-md border border-line bg-surface text-left hover:border-line-strong"
      >
        <AnnotatedPicture item={item} alt="" isAnnotated={isAnnotated} />
        <span className="block space-y-0.5 p-2 text-xs">
          <span className="flex justify-between gap-2">
            <span className="truncate">{names.length > 0 ? names.join(', ') : t('unlabelled')}</span>
            <span className="text-muted">{words(item.split)}</span>
          </span>
          <span className="block truncate text-muted" title={item.path}>
            {item.path}
          </span>
        </span>
      </button>
    </li>
  );
}
