'use client';
import { memo, type PointerEvent, type ReactNode, useId, useMemo } from 'react';

/** An axis in its own units. `place` bends it: it is linear in what `place` gives. */
export type PlotAxis = {
  label: string;
  from: number;
  to: number;
  ticks: readonly { at: number; label: string }[];
  place?: (value: number) => number;
};

/** Units of the drawing for a value of each axis. */
export type PlotScale = { x: (value: number) => number; y: (value: number) => number };

const WIDTH = 368;
const HEIGHT = 250;
const LEFT = 54;
const RIGHT = 10;
const TOP = 8;
const BOTTOM = 40;
/** So much of a mark at the edge is still seen. */
const MARGIN = 7;

/** The area inside the axes, in units of the drawing. */
export const PLOT_AREA = { left: LEFT, right: WIDTH - RIGHT, top: TOP, bottom: HEIGHT - BOTTOM };

/**
 * Axes with what is drawn between them. A picture in words is `summary`; whatever can be chosen in it by pointer must be
 * reachable by keyboard elsewhere.
 */
export function Plot(props: {
  x: PlotAxis;
  y: PlotAxis;
  summary: string;
  /** Told where the pointer is pressed or dragged, in units of the drawing. */
  onPick?: ((at: { x: number; y: number }, scale: PlotScale) => void) | undefined;
  children: (scale: PlotScale) => ReactNode;
}) {
  const { x, y, summary, onPick, children } = props;
  const id = useId();
  const scale = usePlotScale(x, y);
  const pick = (event: PointerEvent<SVGSVGElement>) => {
    if (!onPick || event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const at = {
      x: ((event.clientX - box.left) / box.width) * WIDTH,
      y: ((event.clientY - box.top) / box.height) * HEIGHT,
    };
    onPick(at, scale);
  };
  return (
    <svg
      role="img"
      aria-label={summary}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className={`w-full text-[11px] ${onPick ? 'cursor-crosshair touch-pan-y' : ''}`}
      onPointerDown={(event) => {
        if (onPick) event.currentTarget.setPointerCapture(event.pointerId);
        pick(event);
      }}
      onPointerMove={pick}
    >
      <clipPath id={id}>
        <rect
          x={LEFT - MARGIN}
          y={TOP - MARGIN}
          width={WIDTH - LEFT - RIGHT + 2 * MARGIN}
          height={HEIGHT - TOP - BOTTOM + 2 * MARGIN}
        />
      </clipPath>
      <Frame x={x} y={y} scale={scale} />
      <g clipPath={`url(#${id})`}>{children(scale)}</g>
    </svg>
  );
}

function usePlotScale(x: PlotAxis, y: PlotAxis): PlotScale {
  return useMemo(() => ({ x: axisScale(x, LEFT, WIDTH - RIGHT), y: axisScale(y, HEIGHT - BOTTOM, TOP) }), [x, y]);
}

function axisScale({ from, to, place = (value) => value }: PlotAxis, start: number, end: number) {
  const low = place(from);
  const span = place(to) - low || 1;
  // Beyond the axis is drawn at its end, so that infinities have a place.
  return (value: number) => start + Math.min(1, Math.max(0, (place(value) - low) / span)) * (end - start);
}

type FrameProps = { x: PlotAxis; y: PlotAxis; scale: PlotScale };

/** Drawn once: what moves is inside it. */
const Frame = memo(function Frame({ x, y, scale }: FrameProps) {
  return (
    <g>
      {x.ticks.map(({ at, label }) => (
        <g key={at}>
          <line x1={scale.x(at)} x2={scale.x(at)} y1={TOP} y2={HEIGHT - BOTTOM} stroke="var(--line)" />
          <text x={scale.x(at)} y={HEIGHT - BOTTOM + 14} textAnchor="middle" fill="var(--muted)">
            {label}
          </text>
        </g>
      ))}
      {y.ticks.map(({ at, label }) => (
        <g key={at}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={scale.y(at)} y2={scale.y(at)} stroke="var(--line)" />
          <text x={LEFT - 6} y={scale.y(at) + 4} textAnchor="end" fill="var(--muted)">
            {label}
          </text>
        </g>
      ))}
      <text x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 6} textAnchor="middle" fill="var(--muted)">
        {x.label}
      </text>
      <text
        transform={`translate(11 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)`}
        textAnchor="middle"
        fill="var(--muted)"
      >
        {y.label}
      </text>
    </g>
  );
});

/** A line through points. */
export function linePath(scale: PlotScale, points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${round(scale.x(x))} ${round(scale.y(y))}`).join('');
}

/** The area between two lines over the same places. */
export function bandPath(scale: PlotScale, points: readonly { x: number; low: number; high: number }[]): string {
  if (points.length === 0) return '';
  const upper = points.map(({ x, high }) => [x, high] as const);
  const lower = points.map(({ x, low }) => [x, low] as const).reverse();
  return `${linePath(scale, [...upper, ...lower])}Z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
