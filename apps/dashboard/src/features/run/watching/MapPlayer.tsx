'use client';
import type { ProjectionName } from '@assay/classical';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import type { Answers } from '~/trpc/types';
import { StepSlider } from '~/ui/StepSlider';
import { EmbeddingMap, pointStyle } from './EmbeddingMap';
import { placeMaps } from './placeMaps';

const PLAY_MS = 700;

/** Maps of the same pictures over the steps, of which the last ones may still be missing. */
export function MapPlayer(props: {
  method: ProjectionName;
  steps: Answers['runs']['embeddings'];
  /** One of each of the first steps. */
  maps: readonly { points: ArrayLike<number>; trustworthiness: number | null }[];
}) {
  const { method, steps, maps } = props;
  const t = useTranslations('run.watching.embeddings');
  const [chosen, setChosen] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const placed = useMemo(() => placeMaps(maps.map(({ points }) => points)), [maps]);
  // The newest one while nobody has chosen, also when newer ones come.
  const place = Math.min(chosen ?? maps.length - 1, maps.length - 1);
  const at = steps[place];
  const points = placed[place];
  if (!at || !points) return null;
  const { labels, classes, pictures, step } = at;
  const trustworthiness = maps[place]?.trustworthiness ?? null;
  const shown = [...new Set(labels)].sort((a, b) => a - b);
  const className = (label: number) => classes[label] ?? t('noClass');
  return (
    <>
      <StepSlider
        count={maps.length}
        place={place}
        onChange={setChosen}
        playMs={PLAY_MS}
        words={{
          label: t('slider'),
          play: t('play'),
          pause: t('pause'),
          value: (n) => t('step', { step: String(steps[n]?.step ?? 0) }),
        }}
      />
      <div className="mt-3 grid gap-4 md:grid-cols-[minmax(0,42rem)_12rem]">
        <EmbeddingMap
          points={points}
          labels={labels}
          hovered={hovered}
          onHover={setHovered}
          summary={t(`summary.${method}`, { count: labels.length, step: String(step) })}
        />
        <div className="min-w-0 text-xs">
          <ul className="flex flex-wrap gap-x-3 gap-y-1 md:block md:space-y-1">
            {shown.map((label) => (
              <li key={label} className="flex min-w-0 items-center gap-1.5">
                <svg aria-hidden viewBox="-6 -6 12 12" className="size-3 shrink-0">
                  <circle r={4} {...pointStyle(label)} />
                </svg>
                <span className="truncate">{className(label)}</span>
              </li>
            ))}
          </ul>
          <p className="mt-3 text-muted">
            {trustworthiness === null ? t('trustUnknown') : t('trust', { value: trustworthiness.toFixed(3) })}
          </p>
          <p className="mt-2 text-muted">{t(`how.${method}`)}</p>
          <div className="mt-3 flex min-h-36 items-start gap-3 md:block">
            {hovered === null ? (
              <p className="text-muted">{t('hover')}</p>
            ) : (
              <>
                {/* biome-ignore lint/performance/noImgElement: the file is served as it is, and its name is its content */}
                <img
                  src={`/api/pictures/${pictures[hovered] ?? ''}`}
                  alt={t('picture', { class: className(labels[hovered] ?? -1) })}
                  className="size-32 rounded bg-raised object-contain [image-rendering:pixelated]"
                />
                <p className="mt-1 truncate">{className(labels[hovered] ?? -1)}</p>
              </>
            )}
          </div>
        </div>
      </div>
    </>
  );
}
