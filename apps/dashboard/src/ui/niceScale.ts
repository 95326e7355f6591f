const TICKS_WANTED = 5;

/** A range with round ticks that holds both values with a little air. */
export function niceScale(low: number, high: number): { from: number; to: number; ticks: number[] } {
  const span = high - low || Math.abs(high) * 0.1 || 1;
  const rough = span / TICKS_WANTED;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor((low - span * 0.04) / step);
  const last = Math.ceil((high + span * 0.04) / step);
  // Rounded, since multiples of 0.1 drift.
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(10)),
  );
  return { from: ticks[0] ?? low, to: ticks.at(-1) ?? high, ticks };
}
