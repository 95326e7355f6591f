'use client';
import { useTranslations } from 'next-intl';
import type { Answers } from '~/trpc/types';
import { Swatch } from '~/ui/Legend';
import { Facts } from '~/ui/Page';
import { AnnotatedPicture } from './AnnotatedPicture';

type Props = {
  item: Answers['datasets']['items']['items'][number];
  classes: readonly string[];
  isAnnotated: boolean;
};

/** One picture large, with every fact that the manifest holds about it. */
export function SampleDetail({ item, classes, isAnnotated }: Props) {
  const t = useTranslations('datasets.detail');
  const samples = useTranslations('datasets.samples');
  const words = useTranslations('words.split');
  const nameOf = (index: number) => classes[index] ?? String(index);
  const labels = [item.label ?? []].flat();
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <AnnotatedPicture item={item} alt={samples('alt', { path: item.path })} isAnnotated={isAnnotated} />
      <div className="min-w-0">
        <Facts
          facts={[
            { name: t('split'), value: words(item.split) },
            { name: t('size'), value: `${item.width} × ${item.height}` },
            ...(labels.length > 0 ? [{ name: t('label'), value: labels.map(nameOf).join(', ') }] : []),
            ...(item.group ? [{ name: t('group'), value: item.group }] : []),
            ...(item.masks?.length
              ? [{ name: t('masks'), value: item.masks.map((mask) => nameOf(mask.class)).join(', ') }]
              : []),
          ]}
        />
        {item.boxes && item.boxes.length > 0 && (
          <ul aria-label={t('boxes')} className="mt-3 space-y-1 text-xs">
            {item.boxes.map(({ x, y, w, h, class: of }) => (
              <li key={`${x} ${y} ${w} ${h} ${of}`} className="flex items-center gap-1.5">
                <Swatch colour={of} />
                {nameOf(of)}
                <span className="ml-auto text-muted">
                  {samples('position', { x: short(x), y: short(y), w: short(w), h: short(h) })}
                </span>
              </li>
            ))}
          </ul>
        )}
        {item.template && (
          <figure className="mt-3">
            <figcaption className="mb-1 text-muted text-xs">{t('template')}</figcaption>
            {/* biome-ignore lint/performance/noImgElement: the file is served as it is, and its name is its content */}
            <img
              src={`/api/pictures/${item.template}`}
              alt={t('templateAlt', { path: item.path })}
              className="max-h-48 w-full bg-raised object-contain"
            />
          </figure>
        )}
        <a
          href={`/api/pictures/${item.picture}`}
          target="_blank"
          rel="noreferrer"
          className="mt-3 inline-block text-accent hover:underline"
        >
          {t('original')}
        </a>
      </div>
    </div>
  );
}

function short(value: number): string {
  return String(Number(value.toFixed(1)));
}
