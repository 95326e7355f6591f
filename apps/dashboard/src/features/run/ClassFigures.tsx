'use client';
import { useTranslations } from 'next-intl';
import { formatMetric } from '~/features/shared/formatMetric';
import { Section } from '~/ui/Page';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import type { ClassTable } from './splitFigures';

/** A line a class, a column a figure. */
export function ClassFigures({ table }: { table: ClassTable }) {
  const t = useTranslations('run.figures');
  const { where, whats, classes } = table;
  const title = t('classes', { where });
  return (
    <Section title={title}>
      <Table label={title}>
        <thead>
          <tr>
            <Th>{t('class')}</Th>
            {whats.map((what) => (
              <Th key={what} isNumber>
                {what}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map(({ name, values }) => (
            <Tr key={name}>
              <RowTh>{name}</RowTh>
              {whats.map((what) => {
                const value = values[what];
                return (
                  <Td key={what} isNumber>
                    {value !== undefined && formatMetric(`${where}/${what}`, value)}
                  </Td>
                );
              })}
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
