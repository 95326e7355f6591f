'use client';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { formatMetric, metricName } from '~/features/shared/formatMetric';
import { StatusBadge } from '~/features/shared/StatusBadge';
import { cn } from '~/ui/cn';
import { Td } from '~/ui/Table';
import { Ago } from '~/ui/Time';
import { useDurationFormat } from '~/ui/useDurationFormat';
import type { RunLine } from './runLines';

type Props = { line: RunLine; depth: number; isOpen: boolean; onToggle: () => void };

export function RunCells({ line, depth, isOpen, onToggle }: Props) {
  const t = useTranslations('runs');
  const words = useTranslations('words');
  const duration = useDurationFormat();
  const { run, children } = line;
  return (
    <>
      <td className={cn('max-w-72 whitespace-nowrap border-line border-b px-3 py-1', depth > 0 && 'pl-9')}>
        {children.length > 0 ? (
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={t('expandGroup', { label: line.label })}
            onClick={onToggle}
            className="flex max-w-full items-center gap-1 rounded font-medium"
          >
            <ChevronRight aria-hidden className={cn('size-4 shrink-0 text-muted', isOpen && 'rotate-90')} />
            <span className="truncate">{line.label}</span>
          </button>
        ) : (
          <Link href={`/runs/${line.id}`} className="block truncate text-accent hover:underline">
            {line.label}
          </Link>
        )}
      </td>
      <Td isNumber>{run ? run.seed : <Muted>{seeds(line)}</Muted>}</Td>
      <Td>{line.status ? <StatusBadge status={line.status} /> : <Muted>{statusCounts(line, words)}</Muted>}</Td>
      <Td className="whitespace-nowrap text-muted">{line.figureKey ? metricName(line.figureKey) : null}</Td>
      <Td isNumber className="font-medium">
        {line.figureKey !== null && line.value !== null && formatMetric(line.figureKey, line.value)}
      </Td>
      <Td>
        {run ? (
          <span className="font-mono text-muted text-xs">{run.id}</span>
        ) : (
          <Muted>{t('groupSize', { count: children.length })}</Muted>
        )}
      </Td>
      <Td className="whitespace-nowrap">{words(`task.${line.task}`)}</Td>
      <Td className="whitespace-nowrap">{run && `${run.datasetName}@${run.datasetVersion}`}</Td>
      <Td>
        <Ago at={line.queuedAt} />
      </Td>
      <Td isNumber className="whitespace-nowrap">
        {line.duration !== null && duration(line.duration)}
      </Td>
      <Td className="max-w-80 truncate text-muted">{run?.summary ?? children[0]?.run?.summary}</Td>
      <Td className="max-w-72 truncate">{line.experiment}</Td>
    </>
  );
}

function Muted({ children }: { children: string }) {
  return <span className="whitespace-nowrap text-muted text-xs">{children}</span>;
}

function seeds(line: RunLine): string {
  const all = line.children.flatMap((child) => child.run?.seed ?? []).sort((a, b) => a - b);
  return all.length > 4 ? `${all.slice(0, 3).join(', ')} …` : all.join(', ');
}

function statusCounts(line: RunLine, words: ReturnType<typeof useTranslations<'words'>>): string {
  const counts = new Map<string, number>();
  for (const { status } of line.children) {
    if (status) counts.set(words(`status.${status}`), (counts.get(words(`status.${status}`)) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${word} ${count}`).join(', ');
}
