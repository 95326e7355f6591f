import type { PlotAxis } from '~/ui/Plot';

const SHARES = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** An axis of shares, 0 to 1. */
export function shareAxis(label: string): PlotAxis {
  return { label, from: 0, to: 1, ticks: SHARES.map((at) => ({ at, label: String(at) })) };
}
