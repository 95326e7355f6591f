'use client';
import { useEffect, useId, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useTheme } from './useTheme';

export type ChartSeries = {
  name: string;
  steps: readonly number[];
  values: readonly number[];
  /** Index into the palette; the same thing keeps its colour across charts. */
  colour: number;
  dash?: boolean;
};

const SERIES_COLOURS = 8;

/** Curves over a common axis. The canvas is described in words by `summary`. */
export function LineChart(props: {
  series: readonly ChartSeries[];
  summary: string;
  isLog?: boolean;
  height?: number;
  /** A step that is marked by a line from top to bottom. */
  mark?: number | null;
}) {
  const { series, summary, isLog = false, height = 200, mark = null } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const theme = useTheme();

  // What makes a new plot necessary; new points do not.
  const shape = series.map(({ name, colour, dash }) => `${name} ${colour} ${dash ? 1 : 0}`).join('\n');
  const latest = useRef(series);
  latest.current = series;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` and `theme` stand for what is read through refs
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
    const axis: uPlot.Axis = {
      stroke: colour('muted'),
      grid: { stroke: colour('line'), width: 1 },
      ticks: { stroke: colour('line'), width: 1, size: 4 },
      font: '11px ui-sans-serif, system-ui, sans-serif',
    };
    const chart = new uPlot(
      {
        width: Math.max(element.clientWidth, 100),
        height,
        hooks: { draw: [(drawn) => drawMark(drawn, mark, colour('bad'))] },
        scales: { x: { time: false }, y: isLog ? { distr: 3 } : {} },
        legend: { show: false },
        cursor: { y: false, points: { size: 6 } },
        axes: [
          { ...axis, size: 28 },
          { ...axis, size: 56, values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : shortNumber(tick))) },
        ],
        series: [
          {},
          ...latest.current.map(
            (one): uPlot.Series => ({
              label: one.name,
              stroke: colour(`series-${(one.colour % SERIES_COLOURS) + 1}`),
              width: 1.5,
              spanGaps: true,
              ...(one.dash ? { dash: [4, 3] } : {}),
              points: { show: one.steps.length < 30, size: 4 },
            }),
          ),
        ],
      },
      align(latest.current, isLog),
      element,
    );
    plot.current = chart;
    const observer = new ResizeObserver(() => {
      chart.setSize({ width: Math.max(element.clientWidth, 100), height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [shape, theme, isLog, height, mark]);

  useEffect(() => {
    plot.current?.setData(align(series, isLog));
  }, [series, isLog]);

  return (
    <div>
      <p id={id} className="sr-only">
        {summary}
      </p>
      <div ref={box} role="img" aria-labelledby={id} className="min-w-0 overflow-hidden" style={{ height }} />
    </div>
  );
}

function drawMark(chart: uPlot, step: number | null, colour: string): void {
  if (step === null) return;
  const { left, top, width, height } = chart.bbox;
  const x = chart.valToPos(step, 'x', true);
  if (!(x >= left && x <= left + width)) return;
  const { ctx } = chart;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + height);
  ctx.stroke();
  ctx.restore();
}

/** Ticks are round numbers: no more digits than they have. */
function shortNumber(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e6 || size < 1e-3) ? value.toExponential() : String(Number(value.toPrecision(6)));
}

/** Curves on the union of their steps, gaps as null. A logarithm has no place for values of 0 and less. */
function align(series: readonly ChartSeries[], isLog: boolean): uPlot.AlignedData {
  const [first] = series;
  const keep = (value: number | undefined) => (value === undefined || (isLog && value <= 0) ? null : value);
  if (series.length === 1 && first) return [[...first.steps], first.values.map(keep)];
  const steps = [...new Set(series.flatMap((one) => one.steps))].sort((a, b) => a - b);
  return [
    steps,
    ...series.map((one) => {
      const at = new Map(one.steps.map((step, index) => [step, one.values[index]]));
      return steps.map((step) => keep(at.get(step)));
    }),
  ];
}
