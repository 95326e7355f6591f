'use client';
import { skipToken, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useTRPC } from '~/trpc/client';
import { useIsVisible } from './useIsVisible';

/** Keeps what is on screen true: asks again for every shown query when the server says that something changed. */
export function useChanges(): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const isVisible = useIsVisible();
  useSubscription(
    trpc.changes.watch.subscriptionOptions(isVisible ? undefined : skipToken, {
      onData: () => void queryClient.invalidateQueries({ refetchType: 'active' }),
    }),
  );
}
