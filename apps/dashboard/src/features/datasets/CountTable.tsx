'use client';
import { SPLITS } from '@assay/contracts';
import { useTranslations } from 'next-intl';
import type { Answers } from '~/trpc/types';
import { Section } from '~/ui/Page';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';

/** Splits that hold nothing are left out. */
export function CountTable({ dataset }: { dataset: Answers['datasets']['show'] }) {
  const t = useTranslations('datasets.counts');
  const words = useTranslations('words.split');
  const { classes, splits, perClass, items } = dataset;
  const shown = SPLITS.filter((split) => (splits[split] ?? 0) > 0);
  const countOf = (split: (typeof SPLITS)[number], index: number) => perClass[split]?.[index] ?? 0;
  return (
    <Section title={t('title')}>
      <Table label={t('title')}>
        <thead>
          <tr>
            <Th>{t('class')}</Th>
            {shown.map((split) => (
              <Th key={split} isNumber>
                {words(split)}
              </Th>
            ))}
            <Th isNumber>{t('total')}</Th>
          </tr>
        </thead>
        <tbody>
          {classes.map((name, index) => (
            <Tr key={name}>
              <RowTh>{name}</RowTh>
              {shown.map((split) => (
                <Td key={split} isNumber>
                  {countOf(split, index)}
                </Td>
              ))}
              <Td isNumber className="text-muted">
                {shown.reduce((sum, split) => sum + countOf(split, index), 0)}
              </Td>
            </Tr>
          ))}
          <Tr className="font-medium">
            <RowTh>{t('all')}</RowTh>
            {shown.map((split) => (
              <Td key={split} isNumber>
                {splits[split]}
              </Td>
            ))}
            <Td isNumber>{items}</Td>
          </Tr>
        </tbody>
      </Table>
      <p className="mt-2 text-muted text-xs">{t('note')}</p>
    </Section>
  );
}
