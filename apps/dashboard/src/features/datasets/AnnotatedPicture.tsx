'use client';
import { useId } from 'react';
import type { Answers } from '~/trpc/types';

type Item = Answers['datasets']['items']['items'][number];

const LINE = 2;
const MASK_OPACITY = 0.5;

/** A picture as it is, with its boxes, polygons and masks over it in the colours of their classes. */
export function AnnotatedPicture(props: { item: Item; alt: string; isAnnotated: boolean }) {
  const { item, alt, isAnnotated } = props;
  return (
    <div className="relative">
      {/* biome-ignore lint/performance/noImgElement: the file is served as it is, and its name is its content */}
      <img
        src={`/api/pictures/${item.picture}`}
        alt={alt}
        loading="lazy"
        decoding="async"
        className="aspect-square w-full bg-raised object-contain"
      />
      {isAnnotated && <Annotations item={item} />}
    </div>
  );
}

function Annotations({ item }: { item: Item }) {
  const id = useId();
  const { width, height, boxes, polygons, masks } = item;
  if (!boxes?.length && !polygons?.length && !masks?.length) return null;
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      className="pointer-events-none absolute inset-0 size-full"
    >
      {(masks ?? []).map((mask, index) => (
        <g key={mask.digest}>
          {/* White pixels let the colour through. */}
          <mask id={`${id}-${index}`} maskUnits="userSpaceOnUse" x={0} y={0} width={width} height={height}>
            <image href={`/api/pictures/${mask.digest}`} width={width} height={height} preserveAspectRatio="none" />
          </mask>
          <rect
            width={width}
            height={height}
            fill={colourOf(mask.class)}
            opacity={MASK_OPACITY}
            mask={`url(#${id}-${index})`}
          />
        </g>
      ))}
      {(polygons ?? []).map(({ points, class: of }) => (
        <polygon
          key={points.join()}
          points={points.join(' ')}
          fill="none"
          stroke={colourOf(of)}
          strokeWidth={LINE}
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {(boxes ?? []).map(({ x, y, w, h, class: of }) => (
        <rect
          key={`${x} ${y} ${w} ${h} ${of}`}
          x={x}
          y={y}
          width={w}
          height={h}
          fill="none"
          stroke={colourOf(of)}
          strokeWidth={LINE}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}

function colourOf(index: number): string {
  return `var(--series-${(index % 8) + 1})`;
}
