import type { PromotionEvent } from '@assay/store';

/**
 * The versions that an alias rests on, the live one last: a promotion puts one on top, a rollback takes the top away.
 * So going back twice reaches the version before the previous one, and never flips between two.
 */
export function standing(events: readonly Pick<PromotionEvent, 'kind' | 'toVersion'>[]): number[] {
  const stack: number[] = [];
  for (const event of events) {
    if (event.kind === 'promote') stack.push(event.toVersion);
    else stack.pop();
  }
  return stack;
}
