'use client';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import type { MaskPicture } from '~/server/objectPredictions';
import { formatShare } from '~/ui/formatNumber';
import { Card } from '~/ui/Page';
import { Select } from '~/ui/Select';
import { ShareSlider } from '~/ui/ShareSlider';
import { useUrlState } from '~/ui/useUrlState';
import { type Agreement, ANY_CLASS, agreementOf, iouOf, sumOf, worstFirst } from './agreement';
import { KindLegend } from './KindLegend';
import { MaskOverlay } from './MaskOverlay';
import { PictureList } from './PictureList';
import { ZoomPane } from './ZoomPane';

/** Masks as hit, wrong and missed pixels over their pictures, the picture with the least overlap first. */
export function MaskResults(props: { classes: readonly string[]; pictures: readonly MaskPicture[] }) {
  const { classes, pictures } = props;
  const t = useTranslations('objects');
  const { get, set } = useUrlState();
  const [opacity, setOpacity] = useState(0.6);
  const objects = classes.slice(1);
  const found = classes.indexOf(get('class') ?? '');
  const classIndex = found > 0 ? found : ANY_CLASS;
  const agreements = useMemo(() => pictures.map((picture) => agreementOf(picture, classIndex)), [pictures, classIndex]);
  const order = useMemo(() => worstFirst(agreements), [agreements]);
  const chosen = Math.max(
    0,
    pictures.findIndex(({ path }) => path === get('picture')),
  );
  const at = get('picture') === null ? (order[0] ?? 0) : chosen;
  const picture = pictures[at];
  if (!picture) return null;
  const share = (agreement: Agreement | undefined): string => {
    const iou = agreement ? iouOf(agreement) : null;
    return iou === null ? t('masks.bothNothing') : t('masks.iou', { value: formatShare(iou) });
  };
  return (
    <>
      <Card className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-2 p-3">
        {objects.length > 1 && (
          <Select
            label={t('class')}
            value={classIndex === ANY_CLASS ? '' : (classes[classIndex] ?? '')}
            options={[{ value: '', label: t('masks.anyClass') }, ...objects.map((value) => ({ value, label: value }))]}
            onChange={(value) => set({ class: value })}
          />
        )}
        <ShareSlider label={t('masks.opacity')} value={opacity} onValue={setOpacity} />
        <p aria-live="polite">{t('masks.total', { pictures: pictures.length, iou: share(sumOf(agreements)) })}</p>
      </Card>
      <div className="grid gap-4 lg:grid-cols-[16rem_minmax(0,1fr)]">
        <PictureList
          label={t('masks.list')}
          entries={order.map((index) => ({
            index,
            picture: pictures[index]?.picture ?? '',
            path: pictures[index]?.path ?? '',
            detail: share(agreements[index]),
          }))}
          chosen={at}
          onChoose={(index) => set({ picture: pictures[index]?.path ?? null })}
        />
        <div className="min-w-0">
          <KindLegend style="area" />
          <ZoomPane
            key={picture.path}
            picture={picture.picture}
            alt={t('masks.picture', { path: picture.path, iou: share(agreements[at]) })}
          >
            {() => (
              <MaskOverlay
                truth={picture.truthMask}
                predicted={picture.mask}
                classIndex={classIndex}
                opacity={opacity}
              />
            )}
          </ZoomPane>
          <p className="mt-1 break-all text-muted text-xs">{picture.path}</p>
          <p className="mt-1 text-xs">
            {t('masks.pixels', { ...(agreements[at] ?? { hit: 0, missed: 0, wrong: 0 }) })}
          </p>
        </div>
      </div>
    </>
  );
}
