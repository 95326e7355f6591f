'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { BoxPicture } from '~/server/objectPredictions';
import { formatShare, formatSignificant } from '~/ui/formatNumber';
import { Card } from '~/ui/Page';
import { Select } from '~/ui/Select';
import { StepSlider } from '~/ui/StepSlider';
import { useUrlState } from '~/ui/useUrlState';
import { BoxOverlay } from './BoxOverlay';
import { BoxTable } from './BoxTable';
import { KindLegend } from './KindLegend';
import { judge, matchPictures, precisionOf, recallOf, totalsOf, worstFirst } from './matchPictures';
import { ObjectCurve } from './ObjectCurve';
import { PictureList } from './PictureList';
import { precisionRecall } from './precisionRecall';
import { ZoomPane } from './ZoomPane';

/** 0.05, 0.10 … 0.95 */
const OVERLAPS = Array.from({ length: 19 }, (_, place) => (place + 1) / 20);
const USUAL_OVERLAP = 0.5;
const ALL = '';

/** Boxes as hit, wrong and missed over their pictures, at an overlap and a score that the reader chooses. */
export function BoxResults(props: { classes: readonly string[]; pictures: readonly BoxPicture[] }) {
  const { classes, pictures } = props;
  const t = useTranslations('objects');
  const { get, set } = useUrlState();
  const iouMin = OVERLAPS.find((overlap) => String(overlap) === get('iou')) ?? USUAL_OVERLAP;
  const className = classes.find((name) => name === get('class')) ?? ALL;
  const shown = useMemo(() => {
    if (className === ALL) return pictures;
    const isOf = (box: { class: number }): boolean => classes[box.class] === className;
    return pictures.map((one) => ({ ...one, truth: one.truth.filter(isOf), boxes: one.boxes.filter(isOf) }));
  }, [pictures, classes, className]);
  const matched = useMemo(() => matchPictures(shown, iouMin), [shown, iouMin]);
  const curve = useMemo(() => precisionRecall(matched), [matched]);
  const scores = useMemo(
    () => [...new Set(shown.flatMap(({ boxes }) => boxes.map(({ score }) => score)))].sort(ascending),
    [shown],
  );
  const wanted = Number(get('score') ?? Number.NaN);
  // The place of the least score that counts; 0 counts them all.
  const place = Number.isNaN(wanted)
    ? 0
    : Math.max(
        0,
        scores.findIndex((score) => score >= wanted),
      );
  const scoreMin = place === 0 ? Number.NEGATIVE_INFINITY : (scores[place] ?? Number.NEGATIVE_INFINITY);
  const verdicts = useMemo(() => matched.map((one) => judge(one, scoreMin)), [matched, scoreMin]);
  const order = useMemo(() => worstFirst(verdicts), [verdicts]);
  const totals = totalsOf(verdicts);
  const chosen = Math.max(
    0,
    shown.findIndex(({ path }) => path === get('picture')),
  );
  const at = get('picture') === null ? (order[0] ?? 0) : chosen;
  const [picture, verdict, match] = [shown[at], verdicts[at], matched[at]];
  if (!picture || !verdict || !match) return null;
  const [precision, recall] = [precisionOf(totals), recallOf(totals)];
  const share = (value: number | null): string => (value === null ? t('undefined') : formatShare(value));
  return (
    <>
      <Card className="mb-4 grid gap-x-8 gap-y-2 p-3 lg:grid-cols-2">
        <StepSlider
          count={OVERLAPS.length}
          place={OVERLAPS.indexOf(iouMin)}
          onChange={(next) => set({ iou: OVERLAPS[next] === USUAL_OVERLAP ? null : String(OVERLAPS[next]) })}
          words={{
            label: t('boxes.overlap'),
            play: '',
            pause: '',
            value: (one) => t('boxes.overlapFrom', { value: (OVERLAPS[one] ?? 0).toFixed(2) }),
          }}
        />
        <StepSlider
          count={scores.length}
          place={place}
          onChange={(next) => set({ score: next === 0 ? null : String(scores[next]) })}
          words={{
            label: t('boxes.score'),
            play: '',
            pause: '',
            value: (one) =>
              one === 0 ? t('boxes.scoreAll') : t('boxes.scoreFrom', { value: formatSignificant(scores[one] ?? 0) }),
          }}
        />
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2 lg:col-span-2">
          {classes.length > 1 && (
            <Select
              label={t('class')}
              value={className}
              options={[{ value: ALL, label: t('allClasses') }, ...classes.map((value) => ({ value, label: value }))]}
              onChange={(value) => set({ class: value })}
            />
          )}
          <p aria-live="polite">
            {t('boxes.totals', {
              hits: totals.hits,
              wrong: totals.wrong,
              missed: totals.missed,
              precision: share(precision),
              recall: share(recall),
            })}
          </p>
        </div>
      </Card>
      <div className="grid gap-4 lg:grid-cols-[16rem_minmax(0,1fr)] xl:grid-cols-[16rem_minmax(0,1fr)_22rem]">
        <PictureList
          label={t('boxes.list')}
          entries={order.map((index) => ({
            index,
            picture: shown[index]?.picture ?? '',
            path: shown[index]?.path ?? '',
            detail: t('boxes.counts', {
              hits: verdicts[index]?.hits.length ?? 0,
              wrong: verdicts[index]?.wrong.length ?? 0,
              missed: verdicts[index]?.missed.length ?? 0,
            }),
          }))}
          chosen={at}
          onChoose={(index) => set({ picture: shown[index]?.path ?? null })}
        />
        <div className="min-w-0">
          <KindLegend style="line" />
          <ZoomPane
            key={picture.path}
            picture={picture.picture}
            alt={t('boxes.picture', {
              path: picture.path,
              hits: verdict.hits.length,
              wrong: verdict.wrong.length,
              missed: verdict.missed.length,
            })}
          >
            {(size) => <BoxOverlay size={size} picture={picture} verdict={verdict} />}
          </ZoomPane>
          <p className="mt-1 mb-3 break-all text-muted text-xs">{picture.path}</p>
          <BoxTable classes={classes} matched={match} verdict={verdict} />
        </div>
        <ObjectCurve
          points={curve}
          at={{ precision, recall }}
          iouMin={iouMin}
          onScore={(score) => set({ score: String(score) })}
        />
      </div>
    </>
  );
}

function ascending(a: number, b: number): number {
  return a - b;
}
