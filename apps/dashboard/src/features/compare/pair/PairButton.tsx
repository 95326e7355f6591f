'use client';
import { useTranslations } from 'next-intl';
import type { RowFacts } from '~/features/results/figures/describeRow';
import { HeatPicture } from '~/features/results/pictures/HeatPicture';
import { Dot } from '~/ui/Badge';

/** A picture with what each of the two runs calls it. Opens large. */
export function PairButton({ a, b, onOpen }: { a: RowFacts; b: RowFacts; onOpen: () => void }) {
  const t = useTranslations('compare.pair');
  return (
    <button
      type="button"
      title={a.path}
      onClick={onOpen}
      className="flex size-full flex-col rounded-md border border-line bg-surface p-1.5 text-left text-xs hover:border-line-strong"
    >
      <HeatPicture picture={a.picture} heatMap={null} alt={a.path} heat={0} />
      {[a, b].map(({ called, isRight }, side) => (
        <span key={side === 0 ? 'a' : 'b'} className="mt-0.5 flex w-full min-w-0 items-center gap-1.5">
          <span className="text-muted">{side === 0 ? 'A' : 'B'}</span>
          <Dot tone={isRight ? 'good' : 'bad'} />
          <span className="truncate">{called}</span>
          <span className="sr-only">{t(isRight ? 'isRight' : 'isWrong')}</span>
        </span>
      ))}
    </button>
  );
}
