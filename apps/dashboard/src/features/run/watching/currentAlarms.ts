import type { CollapseAlarm } from '@assay/contracts';

/** The alarms that stand: those of each signal that were raised and not cleared since. */
export function currentAlarms(changes: readonly CollapseAlarm[]): CollapseAlarm[] {
  const latest = new Map(changes.map((change) => [change.signal, change]));
  return [...latest.values()].filter(({ state }) => state === 'raised');
}
