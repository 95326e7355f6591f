'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useTRPC, useTRPCClient } from '~/trpc/client';
import { Button } from '~/ui/Button';
import { cn } from '~/ui/cn';
import { Checkbox } from '~/ui/Field';
import { Answer, EmptyState } from '~/ui/States';

const LINES = 300;

export const logInput = (run: string) => ({ run, limit: LINES });

/** The log as it grows; following stops when the reader wants to stay where they are. */
export function LogView({ run }: { run: string }) {
  const t = useTranslations('run.log');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const log = useQuery(trpc.runs.log.queryOptions(logInput(run)));
  const [isFollowing, setIsFollowing] = useState(true);
  const [hasOlder, setHasOlder] = useState(true);
  const box = useRef<HTMLElement>(null);
  const lines = log.data?.length ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line moves the view
  useEffect(() => {
    if (isFollowing && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [isFollowing, lines]);

  const showOlder = async (beforeSeq: number) => {
    setIsFollowing(false);
    const older = await client.runs.log.query({ run, beforeSeq, limit: LINES });
    setHasOlder(older.length === LINES);
    queryClient.setQueryData(trpc.runs.log.queryKey(logInput(run)), (old) => (old ? [...older, ...old] : old));
  };

  return (
    <Answer query={log}>
      {(all) => {
        const [first] = all;
        if (!first) return <EmptyState title={t('none')} />;
        return (
          <>
            <div className="mb-2 flex items-center gap-4">
              {all.length >= LINES && hasOlder && (
                <Button size="small" onClick={() => void showOlder(first.seq)}>
                  {t('older')}
                </Button>
              )}
              <Checkbox
                label={t('follow')}
                checked={isFollowing}
                onChange={(event) => setIsFollowing(event.target.checked)}
              />
            </div>
            <section
              ref={box}
              aria-label={t('label')}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
              tabIndex={0}
              className="max-h-[60dvh] overflow-auto rounded-md border border-line bg-surface p-3 font-mono text-xs leading-5"
            >
              <ol>
                {all.map((line) => (
                  <li key={line.seq} className="grid grid-cols-[max-content_max-content_minmax(0,1fr)] gap-x-3">
                    <time dateTime={line.time} className="text-muted">
                      {line.time.slice(11, 19)}
                    </time>
                    <span className="min-w-16 text-right text-muted">{t('step', { step: String(line.step) })}</span>
                    <span
                      className={cn(
                        'whitespace-pre-wrap break-words',
                        line.level === 'warning' && 'text-warn',
                        line.level === 'error' && 'text-bad',
                      )}
                    >
                      {line.level !== 'info' && <span className="font-semibold">{t(`levels.${line.level}`)}: </span>}
                      {line.message}
                    </span>
                  </li>
                ))}
              </ol>
            </section>
          </>
        );
      }}
    </Answer>
  );
}
