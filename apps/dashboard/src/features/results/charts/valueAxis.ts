import { niceScale } from '~/ui/niceScale';
import type { PlotAxis } from '~/ui/Plot';

/** An axis of measured values with round ticks inside it. */
export function valueAxis(label: string, from: number, to: number): PlotAxis {
  const { ticks } = niceScale(from, to);
  return {
    label,
    from,
    to,
    ticks: ticks.filter((at) => at >= from && at <= to).map((at) => ({ at, label: String(at) })),
  };
}
