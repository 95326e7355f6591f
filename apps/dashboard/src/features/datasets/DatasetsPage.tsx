'use client';
import { SPLITS } from '@assay/contracts';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useTRPC } from '~/trpc/client';
import { PageHeader } from '~/ui/Page';
import { Answer, EmptyState } from '~/ui/States';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import { Ago } from '~/ui/Time';
import { useAnnotationWords } from './useAnnotationWords';

export function DatasetsPage() {
  const t = useTranslations('datasets');
  const words = useTranslations('words');
  const trpc = useTRPC();
  const datasets = useQuery(trpc.datasets.list.queryOptions());
  const annotationWords = useAnnotationWords();
  return (
    <>
      <PageHeader title={t('title')} />
      <Answer query={datasets}>
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
                  <Th isNumber>{t('columns.version')}</Th>
                  <Th isNumber>{t('columns.pictures')}</Th>
                  {SPLITS.map((split) => (
                    <Th key={split} isNumber>
                      {words(`split.${split}`)}
                    </Th>
                  ))}
                  <Th isNumber>{t('columns.classes')}</Th>
                  <Th>{t('columns.annotations')}</Th>
                  <Th>{t('columns.format')}</Th>
                  <Th>{t('columns.created')}</Th>
                </tr>
              </thead>
              <tbody>
                {all.map((dataset) => (
                  <Tr key={dataset.name}>
                    <RowTh className="font-medium">
                      <Link href={`/datasets/${dataset.name}`} className="text-accent hover:underline">
                        {dataset.name}
                      </Link>
                    </RowTh>
                    <Td isNumber>{dataset.version}</Td>
                    <Td isNumber className="font-medium">
                      {dataset.items}
                    </Td>
                    {SPLITS.map((split) => (
                      <Td key={split} isNumber>
                        {dataset.splits[split] ?? 0}
                      </Td>
                    ))}
                    <Td isNumber>{dataset.classes.length}</Td>
                    <Td className="whitespace-nowrap text-muted">{annotationWords(dataset.annotations)}</Td>
                    <Td className="whitespace-nowrap">{dataset.format}</Td>
                    <Td>
                      <Ago at={dataset.createdAt} />
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
