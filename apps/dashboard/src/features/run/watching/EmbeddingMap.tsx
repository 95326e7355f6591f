'use client';
import { type PointerEvent, useId } from 'react';

/** Half the side of the drawing, in its own units; points at a distance of 1 lie near its edge. */
const HALF = 100;
const RADIUS = 1.8;
/** How near the pointer must come, in units. */
const REACH = 6;
const COLOURS = 8;

/** Colour of a class; from the ninth on a ring, since there are eight colours. */
export function pointStyle(label: number): { fill: string; stroke: string; strokeWidth: number } {
  const colour = label < 0 ? 'var(--line-strong)' : `var(--series-${(label % COLOURS) + 1})`;
  const isRing = label >= COLOURS;
  return { fill: isRing ? 'none' : colour, stroke: isRing ? colour : 'none', strokeWidth: isRing ? 1.5 : 0 };
}

/** Points in the plane, coloured by class. What the pointer is next to is told, so that its picture can be shown. */
export function EmbeddingMap(props: {
  /** [N, 2] */
  points: Float64Array;
  labels: readonly number[];
  hovered: number | null;
  onHover: (point: number | null) => void;
  summary: string;
}) {
  const { points, labels, hovered, onHover, summary } = props;
  const id = useId();
  const at = (n: number) => ({ x: (points[2 * n] ?? 0) * HALF, y: -(points[2 * n + 1] ?? 0) * HALF });

  const find = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * 2 * HALF - HALF;
    const y = ((event.clientY - box.top) / box.height) * 2 * HALF - HALF;
    let nearest: number | null = null;
    let least = REACH;
    for (let n = 0; n < labels.length; n++) {
      const distance = Math.hypot(at(n).x - x, at(n).y - y);
      if (distance < least) [nearest, least] = [n, distance];
    }
    onHover(nearest);
  };

  return (
    <svg
      role="img"
      aria-labelledby={id}
      viewBox={`${-HALF} ${-HALF} ${2 * HALF} ${2 * HALF}`}
      className="aspect-square w-full max-w-2xl touch-pan-y rounded border border-line bg-surface"
      onPointerMove={find}
      onPointerDown={find}
      onPointerLeave={() => onHover(null)}
    >
      <title id={id}>{summary}</title>
      {labels.map((label, n) => {
        const { x, y } = at(n);
        return (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a point is the same picture at every step
            key={n}
            r={n === hovered ? 2 * RADIUS : RADIUS}
            opacity={hovered === null || n === hovered ? 0.8 : 0.5}
            className="motion-safe:transition-transform motion-safe:duration-500"
            style={{ transform: `translate(${x}px, ${y}px)` }}
            {...pointStyle(label)}
          />
        );
      })}
    </svg>
  );
}
