import { expect, test } from 'vitest';
import { formatBytes, formatSignificant } from './formatNumber';

test('four significant digits, whatever the size', () => {
  expect([0, 1.23456, 12345.6, 0.00001234, 2.5e7, -0.5].map(formatSignificant)).toEqual([
    '0',
    '1.235',
    '12346',
    '1.23e-5',
    '2.50e+7',
    '-0.5000',
  ]);
});

test('bytes have the unit that fits', () => {
  expect([0, 999, 1000, 4_128_311, 3e12].map(formatBytes)).toEqual(['0 B', '999 B', '1.00 kB', '4.13 MB', '3.00 TB']);
});
