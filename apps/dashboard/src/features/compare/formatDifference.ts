import { formatMetric } from '~/features/shared/formatMetric';

/** With its sign; a real minus, as wide as the plus. */
export function formatDifference(key: string, value: number): string {
  return `${value > 0 ? '+' : ''}${formatMetric(key, value)}`.replace('-', '−');
}
