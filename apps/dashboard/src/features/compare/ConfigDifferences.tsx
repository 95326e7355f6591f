'use client';
import type { Comparison } from '@assay/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '~/ui/Button';
import { Section } from '~/ui/Page';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import { GroupName } from './GroupName';

const SHOWN = 12;
/** Stands for a field that a group's configs do not have. */
const ABSENT = '–';

export function ConfigDifferences({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('compare.config');
  const [isWhole, setIsWhole] = useState(false);
  const { groups } = comparison;
  // What every group has comes before what only some have.
  const telling = comparison.configDifferences.filter(isTelling).toSorted((a, b) => present(b) - present(a));
  const all = [...telling, ...comparison.configDifferences.filter((one) => !isTelling(one))];
  const shown = Math.min(telling.length || all.length, SHOWN);
  const rows = isWhole ? all : all.slice(0, shown);
  return (
    <Section title={t('title')}>
      {all.length === 0 ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <Table label={t('title')}>
          <thead>
            <tr>
              <Th>{t('path')}</Th>
              {groups.map(({ key }, colour) => (
                <Th key={key}>
                  <GroupName name={key} colour={colour} />
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ path, values }) => (
              <Tr key={path}>
                <RowTh className="whitespace-nowrap font-mono text-muted text-xs">{path}</RowTh>
                {groups.map(({ key }) => (
                  <Td key={key} className="max-w-72 break-words font-mono text-xs">
                    {values[key]}
                  </Td>
                ))}
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {all.length > shown && (
        <Button kind="bare" size="small" className="mt-1" onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? t('fewer') : t('more', { count: all.length })}
        </Button>
      )}
    </Section>
  );
}

/** Whether two groups that both have the field disagree on it; a field that another task lacks says little. */
function isTelling({ values }: Comparison['configDifferences'][number]): boolean {
  return new Set(Object.values(values).filter((value) => value !== ABSENT)).size > 1;
}

/** Groups whose configs have the field. */
function present({ values }: Comparison['configDifferences'][number]): number {
  return Object.values(values).filter((value) => value !== ABSENT).length;
}
