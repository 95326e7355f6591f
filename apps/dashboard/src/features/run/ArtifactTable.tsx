'use client';
import { useTranslations } from 'next-intl';
import type { Answers } from '~/trpc/types';
import { formatBytes } from '~/ui/formatNumber';
import { EmptyState } from '~/ui/States';
import { RowTh, Table, Td, Th, Tr } from '~/ui/Table';

type Artifacts = Answers['runs']['show']['artifacts'];

export function ArtifactTable({ run, artifacts }: { run: string; artifacts: Artifacts }) {
  const t = useTranslations('run.artifacts');
  if (artifacts.length === 0) return <EmptyState title={t('none')} />;
  return (
    <Table label={t('label')}>
      <thead>
        <tr>
          <Th>{t('name')}</Th>
          <Th>{t('kind')}</Th>
          <Th isNumber>{t('step')}</Th>
          <Th isNumber>{t('bytes')}</Th>
          <Th>{t('digest')}</Th>
          <Th>
            <span className="sr-only">{t('download')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {artifacts.map(({ kind, name, step, bytes, digest }) => (
          <Tr key={`${kind} ${name} ${step}`}>
            <RowTh>{name}</RowTh>
            <Td>{t(`kinds.${kind}`)}</Td>
            <Td isNumber>{step}</Td>
            <Td isNumber className="whitespace-nowrap">
              {formatBytes(bytes)}
            </Td>
            <Td className="font-mono text-muted text-xs" title={digest}>
              {digest.slice(0, 12)}
            </Td>
            <Td>
              <a
                href={`/api/artifacts/${digest}?name=${encodeURIComponent(`${run}-${step}-${name}`)}`}
                aria-label={t('downloadName', { name, step: String(step) })}
                download
                className="text-accent hover:underline"
              >
                {t('download')}
              </a>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
