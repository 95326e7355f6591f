'use client';
import { useTranslations } from 'next-intl';
import { useId } from 'react';

/** How much of the picture its heat map covers. */
export function HeatSlider({ heat, onHeat }: { heat: number; onHeat: (heat: number) => void }) {
  const t = useTranslations('results.pictures');
  const id = useId();
  return (
    <div className="mt-2 flex items-center gap-2 text-xs">
      <label htmlFor={id} className="text-muted">
        {t('heat')}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={heat}
        aria-valuetext={`${Math.round(100 * heat)} %`}
        onChange={(event) => onHeat(Number(event.target.value))}
        className="h-6 flex-1 accent-accent"
      />
    </div>
  );
}
