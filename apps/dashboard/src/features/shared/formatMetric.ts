import { metricInfo } from '@assay/contracts';
import { formatShare, formatSignificant } from '~/ui/formatNumber';

/** A value in the form of its key's unit. */
export function formatMetric(key: string, value: number): string {
  switch (metricInfo(key).unit) {
    case 'share':
      return formatShare(value);
    case 'megabytes':
      return `${value.toFixed(0)} MB`;
    case 'bytes':
      return value < 1e6 ? `${formatSignificant(value / 1e3)} kB` : `${formatSignificant(value / 1e6)} MB`;
    case 'milliseconds':
      return `${formatSignificant(value)} ms`;
    case 'percent':
      return `${value.toFixed(0)} %`;
    default:
      return formatSignificant(value);
  }
}

/** A key as it reads: the class's name decoded. */
export function metricName(key: string): string {
  return key
    .split('/')
    .map((part) => (part.startsWith('class:') ? safeDecode(part.slice('class:'.length)) : part))
    .join('/');
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
