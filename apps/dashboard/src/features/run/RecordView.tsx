'use client';
import { useTranslations } from 'next-intl';
import { StatusBadge } from '~/features/shared/StatusBadge';
import type { Answers } from '~/trpc/types';
import { Facts, Section } from '~/ui/Page';
import { Table, Td, Th, Tr } from '~/ui/Table';
import { Instant } from '~/ui/Time';

/** What the run remembers of machine and code, and each try that it had. */
export function RecordView({ page }: { page: Answers['runs']['show'] }) {
  const t = useTranslations('run.record');
  const tabs = useTranslations('run.tabs');
  const { record } = page.run;
  return (
    <>
      <Section title={tabs('record')}>
        {record === null ? (
          <p className="text-muted">{t('none')}</p>
        ) : (
          <Facts
            facts={[
              {
                name: t('commit'),
                value:
                  record.commit === null ? (
                    '–'
                  ) : (
                    <>
                      <span className="font-mono text-xs">{record.commit}</span>{' '}
                      {record.isTreeClean !== null && (
                        <span className="text-muted">{t(record.isTreeClean ? 'clean' : 'dirty')}</span>
                      )}
                    </>
                  ),
              },
              { name: t('engine'), value: record.engine },
              { name: t('cpu'), value: record.cpu },
              { name: t('threads'), value: record.threads },
              { name: t('node'), value: record.node },
              {
                name: t('lockfile'),
                value: <span className="break-all font-mono text-xs">{record.lockfileDigest ?? '–'}</span>,
              },
            ]}
          />
        )}
      </Section>
      <Section title={t('attempts')}>
        {page.attempts.length === 0 ? (
          <p className="text-muted">{t('noAttempts')}</p>
        ) : (
          <Table label={t('attempts')}>
            <thead>
              <tr>
                <Th isNumber>{t('number')}</Th>
                <Th>{t('status')}</Th>
                <Th>{t('worker')}</Th>
                <Th>{t('started')}</Th>
                <Th>{t('ended')}</Th>
                <Th isNumber>{t('resumed')}</Th>
                <Th>{t('reason')}</Th>
              </tr>
            </thead>
            <tbody>
              {page.attempts.map((attempt) => (
                <Tr key={attempt.number}>
                  <Td isNumber>{attempt.number}</Td>
                  <Td>
                    <StatusBadge status={attempt.status} />
                  </Td>
                  <Td className="font-mono text-xs">{attempt.worker}</Td>
                  <Td>
                    <Instant at={attempt.startedAt} />
                  </Td>
                  <Td>{attempt.endedAt && <Instant at={attempt.endedAt} />}</Td>
                  <Td isNumber>{attempt.resumedStep}</Td>
                  <Td className="min-w-48">{attempt.reason}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )}
      </Section>
    </>
  );
}
