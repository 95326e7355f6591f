'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { formatMetric, metricName } from '~/features/shared/formatMetric';
import type { Answers } from '~/trpc/types';
import { Tag } from '~/ui/Badge';
import { Card } from '~/ui/Page';
import { Ago } from '~/ui/Time';

const SHOWN = ['test/accuracy', 'test/balancedAccuracy', 'test/imageAuroc', 'test/iou/mean', 'test/ap'];

export function LiveModels({ models }: { models: Answers['home']['show']['live'] }) {
  const t = useTranslations('home');
  const words = useTranslations('words');
  if (models.length === 0) return <p className="text-muted">{t('nothingLive')}</p>;
  return (
    <Card>
      <ul className="divide-y divide-line">
        {models.map(({ name, version, since, actor, reason }) => (
          <li key={name} className="px-3 py-2">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <Link href={`/models/${name}`} className="font-medium text-accent hover:underline">
                {name}
              </Link>
              <Tag>{words('version', { version: String(version.version) })}</Tag>
            </div>
            <p className="text-muted text-xs">
              {t('liveSince')} <Ago at={since} /> {actor !== null && t('by', { actor })}
            </p>
            {reason !== null && <p className="mt-1 line-clamp-2">{reason}</p>}
            <ul className="mt-1 flex flex-wrap gap-x-4 text-xs">
              {SHOWN.flatMap((key) => {
                const value = version.metrics[key];
                if (value === undefined) return [];
                return [
                  <li key={key}>
                    <span className="text-muted">{metricName(key)}</span> {formatMetric(key, value)}
                  </li>,
                ];
              })}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  );
}
