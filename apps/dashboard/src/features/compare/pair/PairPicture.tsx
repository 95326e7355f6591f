'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { RowFacts } from '~/features/results/figures/describeRow';
import { HeatPicture } from '~/features/results/pictures/HeatPicture';
import { PictureFacts } from '~/features/results/pictures/PictureFacts';
import { ShareSlider } from '~/ui/ShareSlider';
import type { PairNames } from './PairView';

const HEAT = 0.7;

/** The same picture under both runs. */
export function PairPicture({ names, a, b }: { names: PairNames; a: RowFacts; b: RowFacts }) {
  const t = useTranslations('results.pictures');
  const [heat, setHeat] = useState(HEAT);
  return (
    <>
      <div className="grid grid-cols-2 gap-4">
        {(
          [
            [names.a, a],
            [names.b, b],
          ] as const
        ).map(([name, facts], side) => (
          <section key={side === 0 ? 'a' : 'b'} aria-label={name} className="min-w-0">
            <h3 className="mb-2 break-words font-medium">{name}</h3>
            <HeatPicture
              key={facts.picture}
              picture={facts.picture}
              heatMap={facts.heatMap}
              alt={`${facts.path}, ${name}`}
              heat={heat}
              isLarge
            />
            <div className="mt-3">
              <PictureFacts facts={facts} threshold={null} />
            </div>
          </section>
        ))}
      </div>
      {(a.heatMap || b.heatMap) && <ShareSlider label={t('heat')} value={heat} onValue={setHeat} className="mt-2" />}
    </>
  );
}
