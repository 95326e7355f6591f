import type { CollapseAlarm } from '@assay/contracts';
import { expect, test } from 'vitest';
import { currentAlarms } from './currentAlarms';

const change = (signal: CollapseAlarm['signal'], state: CollapseAlarm['state'], step: number): CollapseAlarm => ({
  kind: 'alarm',
  state,
  signal,
  reason: 'zero',
  since: step - 5,
  step,
  value: 0,
  limit: 0.1,
});

test('an alarm stands until its own signal is clear', () => {
  const changes = [change('std', 'raised', 10), change('loss', 'raised', 15), change('std', 'cleared', 20)];
  expect(currentAlarms(changes)).toEqual([changes[1]]);
  expect(currentAlarms([...changes, change('std', 'raised', 30)]).map(({ step }) => step)).toEqual([30, 15]);
  expect(currentAlarms([])).toEqual([]);
});
