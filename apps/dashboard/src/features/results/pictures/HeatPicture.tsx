'use client';
import { useState } from 'react';
import { cn } from '~/ui/cn';

/** Pictures of fewer pixels are drawn with their pixels visible where they are looked at large. */
const SMALL_PIXELS = 160;

/** A picture in a square, its heat map over it: the hotter, the more it covers. */
export function HeatPicture(props: {
  picture: string;
  heatMap: string | null;
  alt: string;
  /** 0 hides the heat map. */
  heat: number;
  isLarge?: boolean;
}) {
  const { picture, heatMap, alt, heat, isLarge = false } = props;
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  // The map is as large as the picture, so both need the same box, whatever the picture's sides.
  const box = size && (size.width >= size.height ? { width: '100%' } : { height: '100%' });
  return (
    <span className="flex aspect-square w-full items-center justify-center overflow-hidden rounded bg-raised">
      <span
        className={cn('relative block', size ? '' : 'size-full')}
        style={size ? { ...box, aspectRatio: `${size.width} / ${size.height}` } : undefined}
      >
        {/* biome-ignore lint/performance/noImgElement: the file is served as it is, and its name is its content */}
        <img
          src={`/api/pictures/${picture}`}
          alt={alt}
          loading="lazy"
          decoding="async"
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
            if (width > 0 && height > 0) setSize({ width, height });
          }}
          className={cn(
            'block size-full object-contain',
            isLarge && size && size.width < SMALL_PIXELS && '[image-rendering:pixelated]',
          )}
        />
        {heatMap && heat > 0 && size && (
          <span
            aria-hidden
            data-heat
            className="pointer-events-none absolute inset-0 bg-[#ff3b1f]"
            style={{
              opacity: heat,
              maskImage: `url(/api/pictures/${heatMap})`,
              maskMode: 'luminance',
              maskSize: '100% 100%',
            }}
          />
        )}
      </span>
    </span>
  );
}
