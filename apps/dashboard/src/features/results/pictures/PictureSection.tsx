'use client';
import { useTranslations } from 'next-intl';
import { memo, useCallback, useMemo, useState } from 'react';
import { Section } from '~/ui/Page';
import { Select } from '~/ui/Select';
import { ShareSlider } from '~/ui/ShareSlider';
import { EmptyState } from '~/ui/States';
import { useUrlState } from '~/ui/useUrlState';
import { type Caller, describeRow, isTwoSided } from '../figures/describeRow';
import { ORDERS, type Selection } from '../figures/selection';
import { type RowSource, selectRows } from '../figures/selectRows';
import { HeatPicture } from './HeatPicture';
import { PictureButton } from './PictureButton';
import { PictureDialog } from './PictureDialog';
import { PictureFacts } from './PictureFacts';
import { PictureGrid } from './PictureGrid';
import { SelectionSelect } from './SelectionSelect';

const HEAT = 0.7;

/** The pictures of the chosen cell, class or kind of mistake, worst first. */
export const PictureSection = memo(function PictureSection(props: {
  id: string;
  source: RowSource;
  caller: Caller;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}) {
  const { id, source, caller, selection, onSelect } = props;
  const t = useTranslations('results.pictures');
  const { get, set } = useUrlState();
  const [heat, setHeat] = useState(HEAT);
  const order = ORDERS.find((one) => one === get('order')) ?? 'loss';
  const moves = selection.kind === 'mistakes' || selection.kind === 'cell';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a threshold moves only what is cut by it
  const rows = useMemo(
    () => selectRows(selection, source, order),
    [selection, order, source.columns, source.ranking, source.decisions, moves ? source.at : null],
  );
  const opened = parseRow(get('picture'), source.columns.paths.length);
  const facts = opened === null ? null : describeRow(opened, caller);
  const place = opened === null ? -1 : Array.prototype.indexOf.call(rows, opened);
  const open = useCallback((row: number | null) => set({ picture: row === null ? null : String(row) }), [set]);
  const hasOrder = selection.kind === 'class' && source.decisions !== null;
  return (
    <Section
      title={t('title')}
      actions={
        <div className="flex flex-wrap gap-2">
          <SelectionSelect
            selection={selection}
            classes={source.columns.header.classes}
            sides={caller.sides}
            hasPairs={!isTwoSided(source.columns)}
            onSelect={onSelect}
          />
          {hasOrder && (
            <Select
              label={t('order')}
              value={order}
              options={ORDERS.map((value) => ({ value, label: t(`orders.${value}`) }))}
              onChange={(value) => set({ order: value === 'loss' ? null : value })}
            />
          )}
        </div>
      }
    >
      <p id={id} tabIndex={-1} role="status" className="mb-2 scroll-mt-28 text-muted text-xs outline-none">
        {t(selection.kind === 'all' ? 'countAll' : 'count', { count: rows.length })}
      </p>
      {rows.length === 0 ? (
        <EmptyState title={t('empty')} />
      ) : (
        <PictureGrid label={t('grid')} count={rows.length}>
          {(at) => {
            const shown = describeRow(rows[at] ?? 0, caller);
            return (
              <PictureButton facts={shown} score={moves ? shown.score : shown.calledScore} heat={HEAT} onOpen={open} />
            );
          }}
        </PictureGrid>
      )}
      <PictureDialog
        title={facts?.path ?? ''}
        isOpen={facts !== null}
        place={place}
        count={rows.length}
        onPlace={(next) => open(rows[next] ?? null)}
        onClose={() => open(null)}
      >
        {facts && (
          <div className="grid gap-4 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <div>
              <HeatPicture
                key={facts.picture}
                picture={facts.picture}
                heatMap={facts.heatMap}
                alt={t('alt', { path: facts.path })}
                heat={heat}
                isLarge
              />
              {facts.heatMap && <ShareSlider label={t('heat')} value={heat} onValue={setHeat} className="mt-2" />}
            </div>
            <PictureFacts facts={facts} threshold={isTwoSided(source.columns) ? caller.threshold : null} />
          </div>
        )}
      </PictureDialog>
    </Section>
  );
});

function parseRow(text: string | null, count: number): number | null {
  const row = text === null || !/^\d+$/.test(text) ? null : Number(text);
  return row !== null && row < count ? row : null;
}
