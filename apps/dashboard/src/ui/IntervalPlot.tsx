import { niceScale } from './niceScale';

/** One row of the plot; a missing interval leaves the dots alone. */
export type IntervalRow = {
  name: string;
  mean: number;
  low: number | null;
  high: number | null;
  values: readonly number[];
  colour: number;
};

const ROW = 34;
const AXIS = 22;

/** Each row's values as small dots, their mean as a large one and the interval as a bar, on one common axis. */
export function IntervalPlot(props: { rows: readonly IntervalRow[]; summary: string }) {
  const { rows, summary } = props;
  const all = rows.flatMap((row) => [...row.values, row.mean, row.low ?? row.mean, row.high ?? row.mean]);
  const { from, to, ticks } = niceScale(Math.min(...all), Math.max(...all));
  const x = (value: number) => `${(((value - from) / (to - from)) * 100).toFixed(3)}%`;
  return (
    <div className="grid grid-cols-[minmax(5rem,max-content)_minmax(0,1fr)] gap-x-4">
      <div aria-hidden>
        {rows.map((row) => (
          <div key={row.name} className="flex max-w-56 items-center" style={{ height: ROW }}>
            <span className="truncate" title={row.name}>
              {row.name}
            </span>
          </div>
        ))}
      </div>
      <svg
        role="img"
        aria-label={summary}
        width="100%"
        height={rows.length * ROW + AXIS}
        className="overflow-visible text-[11px]"
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={x(tick)} x2={x(tick)} y1={0} y2={rows.length * ROW} stroke="var(--line)" />
            <text x={x(tick)} y={rows.length * ROW + 15} textAnchor="middle" fill="var(--muted)">
              {tick}
            </text>
          </g>
        ))}
        {rows.map((row, index) => {
          const y = index * ROW + ROW / 2;
          const colour = `var(--series-${(row.colour % 8) + 1})`;
          return (
            <g key={row.name}>
              {row.low !== null && row.high !== null && (
                <line x1={x(row.low)} x2={x(row.high)} y1={y} y2={y} stroke={colour} strokeWidth={2} />
              )}
              {row.values.map((value, seed) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: equal values are equal dots
                <circle key={seed} cx={x(value)} cy={y} r={3} fill="none" stroke={colour} strokeWidth={1.5} />
              ))}
              <circle cx={x(row.mean)} cy={y} r={5} fill={colour} />
            </g>
          );
        })}
      </svg>
    </div>
  );
}
