'use client';
import type { ImportProblem } from '@assay/contracts';
import { useTranslations } from 'next-intl';
import { Section } from '~/ui/Page';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';

const SHOWN = 200;

/** What the import left out or repaired, and why. */
export function ProblemTable({ problems }: { problems: readonly ImportProblem[] }) {
  const t = useTranslations('datasets.problems');
  return (
    <Section
      title={t('title')}
      actions={
        problems.length > 0 && <span className="text-warn text-xs">{t('count', { count: problems.length })}</span>
      }
    >
      {problems.length === 0 ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <div className="max-h-96 overflow-y-auto">
          <Table label={t('title')}>
            <thead>
              <tr>
                <Th>{t('path')}</Th>
                <Th>{t('kind')}</Th>
                <Th>{t('detail')}</Th>
              </tr>
            </thead>
            <tbody>
              {problems.slice(0, SHOWN).map(({ path, kind, detail }) => (
                <Tr key={`${path} ${kind} ${detail}`}>
                  <RowTh className="break-all font-mono text-xs">{path}</RowTh>
                  <Td className="whitespace-nowrap">{t(`kinds.${kind}`)}</Td>
                  <Td className="min-w-48 text-muted">{detail}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
          {problems.length > SHOWN && (
            <p className="mt-2 text-muted text-xs">{t('more', { count: String(problems.length - SHOWN) })}</p>
          )}
        </div>
      )}
    </Section>
  );
}
