'use client';
import { isFinal, type RunEvent } from '@assay/contracts';
import { skipToken, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef } from 'react';
import { useIsVisible } from '~/features/shared/useIsVisible';
import { useTRPC } from '~/trpc/client';
import type { Answers } from '~/trpc/types';
import { curvesInput } from './Curves';
import { logInput } from './LogView';
import { appendPoints, type LiveEvent } from './mergeEvents';

/** A run reports many times a second; the screen follows twice a second. */
const FLUSH_MS = 500;

/** Follows a run that is not final: its new events go into the answers that the page shows already. */
export function useLiveRun(run: Answers['runs']['show']['run']): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const isVisible = useIsVisible();
  const isLive = !isFinal(run.status) && isVisible;
  // The stream begins where the first answer ended; later answers must not start it anew.
  const afterSeq = useRef(run.lastSeq);
  const pending = useRef<LiveEvent[]>([]);

  useSubscription(
    trpc.runs.watch.subscriptionOptions(isLive ? { run: run.id, afterSeq: afterSeq.current } : skipToken, {
      onData: ({ data }) => {
        pending.current.push({ seq: data.seq, attempt: data.attempt, event: data.event });
        afterSeq.current = Math.max(afterSeq.current, data.seq);
      },
    }),
  );

  useEffect(() => {
    if (!isLive) return;
    const flush = () => {
      const events = pending.current;
      if (events.length === 0) return;
      pending.current = [];

      const curves = trpc.runs.curves.queryKey(curvesInput(run.id));
      queryClient.setQueryData(curves, (old) => (old ? appendPoints(old, run.id, events) : old));
      const log = trpc.runs.log.queryKey(logInput(run.id));
      queryClient.setQueryData(log, (old) => {
        if (!old) return old;
        const last = old.at(-1)?.seq ?? 0;
        const lines = events.flatMap(({ seq, attempt, event }) =>
          event.kind === 'log' && seq > last ? [{ seq, attempt, ...event }] : [],
        );
        return lines.length > 0 ? [...old, ...lines] : old;
      });
      const progress = events.findLast(({ event }) => event.kind === 'progress')?.event;
      const show = trpc.runs.show.queryKey({ run: run.id });
      if (progress?.kind === 'progress') {
        queryClient.setQueryData(show, (old) => (old ? { ...old, run: { ...old.run, progress } } : old));
      }
      if (events.some(({ event }) => event.kind === 'status' || event.kind === 'artifact')) {
        void queryClient.invalidateQueries({ queryKey: show });
      }
      if (events.some(({ event }) => changesWatching(event))) {
        void queryClient.invalidateQueries({ queryKey: trpc.runs.watching.queryKey({ run: run.id }) });
        void queryClient.invalidateQueries({ queryKey: trpc.runs.embeddings.queryKey({ run: run.id }) });
      }
      // A takeover throws points and lines away; only the server knows which.
      if (events.some(({ event }) => event.kind === 'status')) {
        void queryClient.invalidateQueries({ queryKey: curves });
        void queryClient.invalidateQueries({ queryKey: log });
      }
    };
    const timer = setInterval(flush, FLUSH_MS);
    return () => {
      clearInterval(timer);
      flush();
    };
  }, [isLive, run.id, trpc, queryClient]);
}

/** Pictures, stored features and alarms; a takeover takes some of them back. */
function changesWatching(event: RunEvent): boolean {
  if (event.kind === 'artifact') return event.artifact === 'preview' || event.artifact === 'embedding';
  return event.kind === 'alarm' || event.kind === 'status';
}
