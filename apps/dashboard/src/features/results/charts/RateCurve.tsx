'use client';
import { memo } from 'react';
import { bandPath, linePath, Plot, type PlotAxis, type PlotScale } from '~/ui/Plot';
import { CURVE_COLOUR } from './colours';

export type CurvePoint = { x: number; y: number; threshold: number };
export type BandPoint = { x: number; low: number; high: number };
type Span = { low: number; high: number } | null;
/** Where the chosen threshold lies, with the interval of each of the two rates. */
export type CurveMark = { x: number; y: number; xRange: Span; yRange: Span };

type Lines = {
  points: readonly CurvePoint[];
  band: readonly BandPoint[];
  chance?: readonly (readonly [number, number])[];
};

/** A curve over thresholds with its band, and the chosen threshold on it. A press picks the nearest one. */
export function RateCurve(props: {
  x: PlotAxis;
  y: PlotAxis;
  summary: string;
  lines: Lines;
  mark: CurveMark | null;
  onThreshold: (threshold: number) => void;
}) {
  const { x, y, summary, lines, mark, onThreshold } = props;
  const pick = (at: { x: number; y: number }, scale: PlotScale) => {
    const threshold = nearestThreshold(lines.points, at, scale);
    if (threshold !== null) onThreshold(threshold);
  };
  return (
    <Plot x={x} y={y} summary={summary} onPick={pick}>
      {(scale) => (
        <>
          <Still scale={scale} lines={lines} />
          {mark && <Mark scale={scale} mark={mark} />}
        </>
      )}
    </Plot>
  );
}

/** What a threshold does not move. */
const Still = memo(function Still({ scale, lines }: { scale: PlotScale; lines: Lines }) {
  const { points, band, chance } = lines;
  return (
    <>
      {chance && <path d={linePath(scale, chance)} stroke="var(--line-strong)" strokeDasharray="4 3" fill="none" />}
      <path d={bandPath(scale, band)} fill={CURVE_COLOUR} opacity={0.15} />
      <path
        d={linePath(
          scale,
          points.map(({ x, y }) => [x, y] as const),
        )}
        fill="none"
        stroke={CURVE_COLOUR}
        strokeWidth={1.75}
        strokeLinejoin="round"
      />
    </>
  );
});

function Mark({ scale, mark }: { scale: PlotScale; mark: CurveMark }) {
  const [x, y] = [scale.x(mark.x), scale.y(mark.y)];
  return (
    <g stroke="var(--ink)" strokeWidth={1.5}>
      {mark.xRange && <line x1={scale.x(mark.xRange.low)} x2={scale.x(mark.xRange.high)} y1={y} y2={y} />}
      {mark.yRange && <line x1={x} x2={x} y1={scale.y(mark.yRange.low)} y2={scale.y(mark.yRange.high)} />}
      <circle cx={x} cy={y} r={4.5} fill="var(--surface)" strokeWidth={2} />
    </g>
  );
}

function nearestThreshold(points: readonly CurvePoint[], at: { x: number; y: number }, scale: PlotScale) {
  let nearest: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const { x, y, threshold } of points) {
    const distance = Math.hypot(scale.x(x) - at.x, scale.y(y) - at.y);
    if (distance < least) [nearest, least] = [threshold, distance];
  }
  return nearest;
}
