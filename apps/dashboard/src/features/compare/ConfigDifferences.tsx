'use client';
import type { Comparison } from '@assay/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '~/ui/Button';
import { Section } from '~/ui/Page';
import { Table, Td, Th, Tr } from '~/ui/Table';
import { GroupName } from './GroupName';

const SHOWN = 8;

export function ConfigDifferences({ comparison }: { comparison: Comparison }) {
  const t = useTranslations('compare.config');
  const [isWhole, setIsWhole] = useState(false);
  const { groups, configDifferences: all } = comparison;
  const rows = isWhole ? all : all.slice(0, SHOWN);
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
                <th
                  scope="row"
                  className="whitespace-nowrap border-line border-b px-3 py-1.5 font-mono font-normal text-muted text-xs"
                >
                  {path}
                </th>
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
      {all.length > SHOWN && (
        <Button kind="bare" size="small" className="mt-1" onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? t('fewer') : t('more', { count: all.length })}
        </Button>
      )}
    </Section>
  );
}
