import type { RunEvent } from '@assay/contracts';

export type Curve = { run: string; key: string; steps: number[]; values: number[] };
export type LiveEvent = { seq: number; attempt: number; event: RunEvent };

/** Adds the events' metric points behind each curve; points that a curve has already are left out. */
export function appendPoints(curves: readonly Curve[], run: string, events: readonly LiveEvent[]): Curve[] {
  const byKey = new Map(curves.map((curve) => [curve.key, curve]));
  const touched = new Set<string>();
  for (const { event } of events) {
    if (event.kind !== 'metric') continue;
    for (const { key, step, value } of event.points) {
      const curve = byKey.get(key) ?? { run, key, steps: [], values: [] };
      if (step <= (curve.steps.at(-1) ?? -1)) continue;
      const open = touched.has(key) ? curve : { ...curve, steps: [...curve.steps], values: [...curve.values] };
      open.steps.push(step);
      open.values.push(value);
      byKey.set(key, open);
      touched.add(key);
    }
  }
  return touched.size > 0 ? [...byKey.values()] : [...curves];
}
