'use client';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { Badge } from '~/ui/Badge';
import { formatSignificant } from '~/ui/formatNumber';
import type { RowFacts } from '../figures/describeRow';
import { HeatPicture } from './HeatPicture';

type Props = { facts: RowFacts; score: number; heat: number; onOpen: (row: number) => void };

/** A picture in a grid: what it is, what it was called, by which score. Opens large. */
export const PictureButton = memo(
  function PictureButton({ facts, score, heat, onOpen }: Props) {
    const t = useTranslations('results.pictures');
    const { row, path, picture, heatMap, truth, called, isRight } = facts;
    return (
      <button
        type="button"
        title={path}
        onClick={() => onOpen(row)}
        className="flex size-full flex-col rounded-md border border-line bg-surface p-1.5 text-left text-xs hover:border-line-strong"
      >
        <HeatPicture picture={picture} heatMap={heatMap} alt={path} heat={heat} />
        <span className="mt-1 flex w-full min-w-0 items-center gap-1">
          {isRight !== null && (
            <Badge tone={isRight ? 'good' : 'bad'}>
              <span className="sr-only">{t(isRight ? 'right' : 'wrong')}</span>
            </Badge>
          )}
          <span className="truncate">{truth === null || truth === called ? called : `${truth} → ${called}`}</span>
        </span>
        <span className="text-muted tabular-nums">{formatSignificant(score)}</span>
      </button>
    );
  },
  // A threshold that moves makes new facts of the same content for hundreds of pictures.
  (before, after) =>
    before.facts.row === after.facts.row &&
    before.facts.called === after.facts.called &&
    before.facts.isRight === after.facts.isRight &&
    before.score === after.score &&
    before.facts.picture === after.facts.picture &&
    before.heat === after.heat &&
    before.onOpen === after.onOpen,
);
