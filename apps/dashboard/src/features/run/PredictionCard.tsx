'use client';
import { useTranslations } from 'next-intl';
import type { Answers } from '~/trpc/types';
import { Badge } from '~/ui/Badge';
import { formatSignificant } from '~/ui/formatNumber';
import { Card } from '~/ui/Page';

type Row = NonNullable<Answers['runs']['predictions']>['rows'][number];

export function PredictionCard({ row }: { row: Row }) {
  const t = useTranslations('run.predictions');
  const facts: { name: string; value: string }[] = [
    ...(row.truth === null ? [] : [{ name: t('truth'), value: row.truth }]),
    { name: t('predicted'), value: row.predicted },
    { name: t('score'), value: formatSignificant(row.score) },
    ...(row.truthScore === null || row.isRight !== false
      ? []
      : [{ name: t('truthScore'), value: formatSignificant(row.truthScore) }]),
  ];
  return (
    <li>
      <Card className="h-full overflow-hidden">
        <div className={row.heatMap ? 'grid grid-cols-2' : ''}>
          <Picture digest={row.picture} alt={t('picture', { path: row.path })} />
          {row.heatMap && <Picture digest={row.heatMap} alt={t('heatMapOf', { path: row.path })} />}
        </div>
        <div className="space-y-1 p-2 text-xs">
          {row.isRight !== null && (
            <Badge tone={row.isRight ? 'good' : 'bad'}>{t(row.isRight ? 'right' : 'wrong')}</Badge>
          )}
          <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-2">
            {facts.map(({ name, value }) => (
              <div key={name} className="contents">
                <dt className="text-muted">{name}</dt>
                <dd className="truncate text-right" title={value}>
                  {value}
                </dd>
              </div>
            ))}
          </dl>
          <p className="truncate text-muted" title={row.path}>
            {row.path}
          </p>
        </div>
      </Card>
    </li>
  );
}

function Picture({ digest, alt }: { digest: string; alt: string }) {
  return (
    // biome-ignore lint/performance/noImgElement: the file is served as it is, and its name is its content
    <img
      src={`/api/pictures/${digest}`}
      alt={alt}
      loading="lazy"
      decoding="async"
      className="aspect-square w-full bg-raised object-contain"
    />
  );
}
