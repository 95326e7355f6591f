'use client';
import { useTranslations } from 'next-intl';
import { type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from '~/ui/Button';

type Size = { width: number; height: number };

/** Screen pixels for a pixel of the picture. */
const ZOOMS = [1, 2, 4, 8] as const;
const FIT = 0;

/** A picture with something over it, as large as there is room or enlarged; then it scrolls, by dragging too. */
export function ZoomPane(props: { picture: string; alt: string; children: (size: Size) => ReactNode }) {
  const { picture, alt, children } = props;
  const t = useTranslations('objects.zoom');
  const [size, setSize] = useState<Size | null>(null);
  const [zoom, setZoom] = useState<number>(FIT);
  const pane = useRef<HTMLDivElement>(null);
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1 || event.pointerType === 'touch' || !pane.current) return;
    pane.current.scrollLeft -= event.movementX;
    pane.current.scrollTop -= event.movementY;
  };
  const width = zoom === FIT || !size ? '100%' : size.width * zoom;
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and this holds a picture */}
      <div
        ref={pane}
        role="group"
        aria-label={t('pane')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        onPointerMove={drag}
        className="max-h-[70vh] overflow-auto rounded-md border border-line bg-raised"
      >
        <div
          className="relative"
          style={{ width, ...(zoom === FIT ? { maxWidth: fitWidth(size) } : {}), marginInline: 'auto' }}
        >
          {/* biome-ignore lint/performance/noImgElement: the file is served as it is, and its name is its content */}
          <img
            src={`/api/pictures/${picture}`}
            alt={alt}
            draggable={false}
            ref={(image) => {
              // From the cache it may be there before anybody listens.
              if (image?.complete && image.naturalWidth > 0 && !size) setSize(sizeOf(image));
            }}
            onLoad={(event) => setSize(sizeOf(event.currentTarget))}
            className="block w-full max-w-none select-none [image-rendering:pixelated]"
          />
          {size && children(size)}
        </div>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and these are buttons */}
      <div role="group" aria-label={t('label')} className="mt-2 flex flex-wrap items-center gap-1.5">
        {[FIT, ...ZOOMS].map((one) => (
          <Button
            key={one}
            size="small"
            aria-pressed={zoom === one}
            kind={zoom === one ? 'primary' : 'plain'}
            onClick={() => setZoom(one)}
          >
            {one === FIT ? t('fit') : t('times', { times: String(one) })}
          </Button>
        ))}
        {size && (
          <span className="ml-2 text-muted text-xs">
            {t('size', { width: String(size.width), height: String(size.height) })}
          </span>
        )}
      </div>
    </div>
  );
}

function sizeOf(image: HTMLImageElement): Size {
  return { width: image.naturalWidth, height: image.naturalHeight };
}

/** A tall picture fits by its height, which the pane limits to 70 % of the window's. */
function fitWidth(size: Size | null): string {
  return size ? `calc(70vh * ${(size.width / size.height).toFixed(4)})` : '100%';
}
