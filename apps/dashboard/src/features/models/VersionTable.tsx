'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { formatMetric, metricName } from '~/features/shared/formatMetric';
import { RunLink } from '~/features/shared/RunLink';
import type { Answers } from '~/trpc/types';
import { Tag } from '~/ui/Badge';
import { Section } from '~/ui/Page';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';
import { Ago } from '~/ui/Time';
import { type AliasName, PromoteDialog } from './PromoteDialog';

type Model = Answers['models']['show'];

/** Test figures that most versions have come first; a few columns are enough to choose by. */
const FIGURES_MAX = 4;

export function VersionTable(props: { model: Model; onPromoted: (version: number, alias: AliasName) => void }) {
  const { model, onPromoted } = props;
  const t = useTranslations('models.versions');
  const figures = commonFigures(model);
  return (
    <Section title={t('title')}>
      <Table label={t('title')}>
        <thead>
          <tr>
            <Th isNumber>{t('version')}</Th>
            <Th>{t('alias')}</Th>
            {figures.map((key) => (
              <Th key={key} isNumber>
                {metricName(key)}
              </Th>
            ))}
            <Th>{t('label')}</Th>
            <Th isNumber>{t('seed')}</Th>
            <Th>{t('run')}</Th>
            <Th>{t('dataset')}</Th>
            <Th>{t('created')}</Th>
            <Th>{t('by')}</Th>
            <Th>
              <span className="sr-only">{t('actions')}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {model.versions.map((version) => (
            <Tr key={version.version}>
              <RowTh className="text-right font-medium">{version.version}</RowTh>
              <Td>
                <span className="flex gap-1">
                  {version.aliases.map((alias) => (
                    <Tag key={alias} tone={alias === 'production' ? 'accent' : 'neutral'}>
                      {alias}
                    </Tag>
                  ))}
                </span>
              </Td>
              {figures.map((key) => {
                const value = version.metrics[key];
                return (
                  <Td key={key} isNumber>
                    {value !== undefined && formatMetric(key, value)}
                  </Td>
                );
              })}
              <Td className="whitespace-nowrap">{version.label}</Td>
              <Td isNumber>{version.seed}</Td>
              <Td>
                <RunLink id={version.run} />
              </Td>
              <Td className="whitespace-nowrap">
                <Link
                  href={`/datasets/${version.dataset.name}?version=${version.dataset.version}`}
                  className="text-accent hover:underline"
                >
                  {`${version.dataset.name}@${version.dataset.version}`}
                </Link>
              </Td>
              <Td>
                <Ago at={version.createdAt} />
              </Td>
              <Td>{version.createdBy}</Td>
              <Td className="text-right">
                <PromoteDialog
                  name={model.name}
                  version={version.version}
                  onDone={(alias) => onPromoted(version.version, alias)}
                />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function commonFigures(model: Model): string[] {
  const counts = new Map<string, number>();
  for (const { metrics, primary } of model.versions) {
    for (const key of Object.keys(metrics)) {
      // Figures of single classes are on the run's page.
      if (!key.startsWith('test/') || key.includes('/class:') || key === 'test/majorityShare') continue;
      counts.set(key, (counts.get(key) ?? 0) + (key === primary.metric ? model.versions.length : 1));
    }
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, FIGURES_MAX)
    .map(([key]) => key);
}
