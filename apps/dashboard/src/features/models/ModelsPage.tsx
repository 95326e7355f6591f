'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { formatMetric, metricName } from '~/features/shared/formatMetric';
import { useChanges } from '~/features/shared/useChanges';
import { useTRPC } from '~/trpc/client';
import { Tag } from '~/ui/Badge';
import { PageHeader } from '~/ui/Page';
import { Answer, EmptyState } from '~/ui/States';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import { Ago } from '~/ui/Time';

export function ModelsPage() {
  const t = useTranslations('models');
  const words = useTranslations('words');
  const trpc = useTRPC();
  const models = useQuery(trpc.models.list.queryOptions());
  useChanges();
  return (
    <>
      <PageHeader title={t('title')} />
      <Answer query={models}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t('empty')}>
              {t('emptyHint')} <code className="font-mono text-ink text-xs">{t('emptyCommand')}</code>
            </EmptyState>
          ) : (
            <Table label={t('title')}>
              <thead>
                <tr>
                  <Th>{t('columns.name')}</Th>
                  <Th>{t('columns.live')}</Th>
                  <Th>{t('columns.figure')}</Th>
                  <Th isNumber>{t('columns.value')}</Th>
                  <Th isNumber>{t('columns.versions')}</Th>
                  <Th isNumber>{t('columns.latest')}</Th>
                  <Th>{t('columns.created')}</Th>
                </tr>
              </thead>
              <tbody>
                {all.map(({ name, live, versions, latest, createdAt }) => (
                  <Tr key={name}>
                    <RowTh className="font-medium">
                      <Link href={`/models/${name}`} className="text-accent hover:underline">
                        {name}
                      </Link>
                    </RowTh>
                    <Td>
                      {live ? (
                        <Tag tone="accent">{words('version', { version: String(live.version) })}</Tag>
                      ) : (
                        <span className="text-muted">{t('notLive')}</span>
                      )}
                    </Td>
                    <Td className="text-muted">{live && metricName(live.primary.metric)}</Td>
                    <Td isNumber className="font-medium">
                      {live && live.primary.value !== null && formatMetric(live.primary.metric, live.primary.value)}
                    </Td>
                    <Td isNumber>{versions}</Td>
                    <Td isNumber>{latest}</Td>
                    <Td>
                      <Ago at={createdAt} />
                    </Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
          )
        }
      </Answer>
    </>
  );
}
