'use client';
import { useTranslations } from 'next-intl';
import type { PredictionColumns } from '~/columns/predictionColumns';
import { describeRow, type RowFacts } from '~/features/results/figures/describeRow';
import { PictureDialog } from '~/features/results/pictures/PictureDialog';
import { PictureGrid } from '~/features/results/pictures/PictureGrid';
import { useCaller } from '~/features/results/useCaller';
import { EmptyState } from '~/ui/States';
import { useUrlState } from '~/ui/useUrlState';
import { PairButton } from './PairButton';
import { PairFinding } from './PairFinding';
import { PairMatrix } from './PairMatrix';
import { PairPicture } from './PairPicture';
import { PAIR_CELLS, type Paired } from './pairPredictions';

export type PairNames = { a: string; b: string };

/** The two by two of right and wrong, whether it tells the runs apart, and the pictures of the chosen cell. */
export function PairView(props: {
  names: PairNames;
  columnsA: PredictionColumns;
  columnsB: PredictionColumns;
  paired: Paired;
}) {
  const { names, columnsA, columnsB, paired } = props;
  const t = useTranslations('compare.pair');
  const { get, set } = useUrlState();
  const callerA = useCaller(columnsA);
  const callerB = useCaller(columnsB);
  const cell = PAIR_CELLS.find((one) => one === get('pairCell')) ?? 'onlyA';
  const places = paired.cells[cell];
  const opened = parsePlace(get('pairPicture'), paired.rowsA.length);
  const open = (place: number | null) => set({ pairPicture: place === null ? null : String(place) });
  if (!callerA || !callerB) return null;
  const factsAt = (place: number): { a: RowFacts; b: RowFacts } => ({
    a: describeRow(paired.rowsA[place] ?? 0, callerA),
    b: describeRow(paired.rowsB[place] ?? 0, callerB),
  });
  const shown = opened === null ? null : factsAt(opened);
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-8 gap-y-4">
        <PairMatrix
          names={names}
          cells={paired.cells}
          chosen={cell}
          onChoose={(next) => set({ pairCell: next === 'onlyA' ? null : next, pairPicture: null })}
        />
        <PairFinding names={names} paired={paired} groups={columnsA.groups} />
      </div>
      <h3 className="mt-5 mb-2 font-medium">{t(`cells.${cell}`, names)}</h3>
      <p role="status" className="mb-2 text-muted text-xs">
        {t('count', { count: places.length })}
      </p>
      {places.length === 0 ? (
        <EmptyState title={t('empty')} />
      ) : (
        <PictureGrid key={cell} label={t(`cells.${cell}`, names)} count={places.length}>
          {(at) => <PairButton {...factsAt(places[at] ?? 0)} onOpen={() => open(places[at] ?? null)} />}
        </PictureGrid>
      )}
      <PictureDialog
        title={shown?.a.path ?? ''}
        isOpen={shown !== null}
        place={opened === null ? -1 : places.indexOf(opened)}
        count={places.length}
        onPlace={(next) => open(places[next] ?? null)}
        onClose={() => open(null)}
      >
        {shown && <PairPicture names={names} {...shown} />}
      </PictureDialog>
    </>
  );
}

function parsePlace(text: string | null, count: number): number | null {
  const place = text === null || !/^\d+$/.test(text) ? null : Number(text);
  return place !== null && place < count ? place : null;
}
