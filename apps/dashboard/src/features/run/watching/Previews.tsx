'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Answers } from '~/trpc/types';
import { cn } from '~/ui/cn';
import { Card } from '~/ui/Page';
import { EmptyState } from '~/ui/States';
import { StepSlider } from '~/ui/StepSlider';

type Strips = Answers['runs']['watching']['previews'];

/** What the method saw of the same eight pictures, and what it made of them: a strip a kind, a slider over the steps. */
export function Previews({ previews }: { previews: Strips }) {
  const t = useTranslations('run.watching.previews');
  const [chosen, setChosen] = useState<number | null>(null);
  const steps = [...new Set(previews.flatMap((strip) => strip.steps.map(({ step }) => step)))].sort((a, b) => a - b);
  if (steps.length === 0) return <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>;
  // The newest one while nobody has chosen, also when newer ones come.
  const place = Math.min(chosen ?? steps.length - 1, steps.length - 1);
  const step = steps[place] ?? 0;
  return (
    <Card className="p-3">
      <StepSlider
        count={steps.length}
        place={place}
        onChange={setChosen}
        words={{
          label: t('slider'),
          play: t('play'),
          pause: t('pause'),
          value: (at) => t('step', { step: String(steps[at] ?? 0) }),
        }}
      />
      <ul className="mt-3 space-y-3">
        {previews.map(({ name, steps: stored }) => {
          const found = stored.findLast((one) => one.step <= step);
          const title = titleOf(name);
          return (
            <li key={name}>
              <p className="mb-1 text-muted text-xs first-letter:uppercase">
                {title.view === null ? title.name : t('view', { view: title.view })}
              </p>
              {found && (
                <Strip digest={found.digest} alt={t('strip', { name: title.name, step: String(found.step) })} />
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** Eight pictures in a row; in two rows of four where the screen is narrow. */
function Strip({ digest, alt }: { digest: string; alt: string }) {
  const source = `/api/pictures/${digest}`;
  const style = 'w-[200%] max-w-none rounded bg-raised [image-rendering:pixelated] sm:w-full';
  return (
    <div className="max-w-5xl space-y-1 overflow-hidden">
      {/* biome-ignore lint/performance/noImgElement: the file is served as it is, and its name is its content */}
      <img src={source} alt={alt} className={style} />
      {/* biome-ignore lint/performance/noImgElement: the second half of the same picture */}
      <img src={source} alt="" className={cn(style, '-translate-x-1/2 sm:hidden')} />
    </div>
  );
}

/** `view0.png` is the first view. */
function titleOf(file: string): { name: string; view: string | null } {
  const name = file.replace(/\.png$/, '');
  const view = /^view(\d+)$/.exec(name)?.[1];
  return { name, view: view === undefined ? null : String(Number(view) + 1) };
}
