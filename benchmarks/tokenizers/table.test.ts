import { expect, test } from 'vitest';
import type { Results } from '../results';
import { readOwnPage } from './page';
import { renderTokenizers } from './table';
import type { TokenizerRow } from './tokenizers';

const row = (tokenizer: string, seed: number, knn: number, linear: number) =>
  ({
    ...{ dataset: 'boards', tokenizer, seed, isQuick: false, totalSeconds: 100 + seed },
    ...{
      knn: { accuracy: knn },
      linear: { accuracy: linear },
      links: tokenizer === 'random' ? [{ perplexity: 7.4 }] : [{ perplexity: 3 }, { perplexity: 7.4 }],
    },
  }) as unknown as TokenizerRow;

test('means over the seeds, and differences from random codes with their interval', () => {
  const rows = [
    ...[0.5, 0.52, 0.54].map((knn, seed) => row('random', seed, knn, 0.6)),
    ...[0.6, 0.62, 0.64].map((knn, seed) => row('vqKd', seed, knn, 0.5)),
    row('dvae', 0, 0.5, 0.6),
  ];
  const [, , random, dvae, vqKd] = renderTokenizers({ rows } as Results<TokenizerRow>)
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(random?.slice(1, -1)).toEqual([
    'boards',
    'random',
    '52.0 ± 5.0',
    '–',
    '60.0 ± 0.0',
    '–',
    '7',
    '–',
    '101',
    '3',
  ]);
  // One seed has no interval.
  expect(dvae?.slice(1, -1)).toEqual(['boards', 'discrete VAE', '50.0', '−2.0', '60.0', '+0.0', '7', '3', '100', '1']);
  // Student's t for four degrees of freedom is 2.776; 2.776 * 2 * sqrt(2 / 3) = 4.5.
  expect(vqKd?.[4]).toBe('+10.0 [+5.5, +14.5]');
});

test('the page shows the stored results', () => {
  const { stored, wanted } = readOwnPage();
  expect(wanted).toBe(stored);
});
