import { expect, it } from 'vitest';
import { decisionOf } from './protocol';

it('a model is judged by its decisions, however it was fitted', () => {
  const parameters = { decision: 'highest score' };
  const probe = { kind: 'knn', k: 20 };
  expect(
    decisionOf({ name: 'classification', parameters: { ...parameters, probe, labels: { fraction: 0.1 } } }),
  ).toEqual({ name: 'classification', parameters });
  expect(decisionOf({ name: 'anomaly', parameters: { quantile: 0.99 } })).toEqual({
    name: 'anomaly',
    parameters: { quantile: 0.99 },
  });
});
