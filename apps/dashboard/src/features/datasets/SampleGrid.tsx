'use client';
import { SPLITS } from '@assay/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '~/trpc/client';
import type { Answers } from '~/trpc/types';
import { Dialog } from '~/ui/Dialog';
import { Checkbox } from '~/ui/Field';
import { Swatch } from '~/ui/Legend';
import { Section } from '~/ui/Page';
import { Pager } from '~/ui/Pager';
import { Select } from '~/ui/Select';
import { Answer, EmptyState } from '~/ui/States';
import { useUrlState } from '~/ui/useUrlState';
import { SampleCard } from './SampleCard';
import { SampleDetail } from './SampleDetail';

const PAGE = 48;

type Item = Answers['datasets']['items']['items'][number];

/** Pictures with what is drawn on them; split, class and page are in the address. */
export function SampleGrid({ name, version, classes }: { name: string; version: string; classes: string[] }) {
  const t = useTranslations('datasets.samples');
  const words = useTranslations('words.split');
  const trpc = useTRPC();
  const { get, set } = useUrlState();
  const [isAnnotated, setIsAnnotated] = useState(true);
  const [opened, setOpened] = useState<Item | null>(null);
  const split = SPLITS.find((one) => one === get('split'));
  const className = classes.find((one) => one === get('class'));
  const offset = Math.max(0, Number.parseInt(get('offset') ?? '0', 10) || 0);
  const items = useQuery({
    ...trpc.datasets.items.queryOptions({ name, version, split, class: className, offset, limit: PAGE }),
    placeholderData: keepPreviousData,
  });
  return (
    <Section
      title={t('title')}
      actions={
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Checkbox
            label={t('annotations')}
            checked={isAnnotated}
            onChange={(event) => setIsAnnotated(event.target.checked)}
          />
          <Select
            label={t('split')}
            isLabelHidden
            value={split ?? ''}
            options={[{ value: '', label: t('allSplits') }, ...SPLITS.map((value) => ({ value, label: words(value) }))]}
            onChange={(value) => set({ split: value, offset: null })}
          />
          <Select
            label={t('class')}
            isLabelHidden
            value={className ?? ''}
            options={[{ value: '', label: t('allClasses') }, ...classes.map((value) => ({ value, label: value }))]}
            onChange={(value) => set({ class: value, offset: null })}
          />
        </div>
      }
    >
      <Answer query={items} rows={6}>
        {({ items: page, total }) =>
          page.length === 0 ? (
            <EmptyState title={t('none')} />
          ) : (
            <>
              <div className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
                <span role="status">{t('count', { count: total })}</span>
                {classes.map((one, index) => (
                  <span key={one} className="flex items-center gap-1.5">
                    <Swatch colour={index} />
                    {one}
                  </span>
                ))}
              </div>
              <ul className="grid grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] gap-3">
                {page.map((item) => (
                  <SampleCard
                    key={item.index}
                    item={item}
                    classes={classes}
                    isAnnotated={isAnnotated}
                    onOpen={() => setOpened(item)}
                  />
                ))}
              </ul>
              <Pager
                offset={offset}
                limit={PAGE}
                total={total}
                onChange={(next) => set({ offset: next === 0 ? null : String(next) })}
              />
            </>
          )
        }
      </Answer>
      <Dialog title={opened?.path ?? ''} isOpen={opened !== null} onOpenChange={() => setOpened(null)} isWide>
        {opened && <SampleDetail item={opened} classes={classes} isAnnotated={isAnnotated} />}
      </Dialog>
    </Section>
  );
}
