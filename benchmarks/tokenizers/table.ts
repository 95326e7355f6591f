import { mean, welchTest } from '@assay/metrics';
import { estimate, renderTable, SEEDS_MIN, signed } from '../markdown';
import type { Figures } from '../methods/rows';
import type { Results } from '../results';
import { TOKENIZERS, type TokenizerName } from './settings';
import type { TokenizerRow } from './tokenizers';

const TITLES: Readonly<Record<TokenizerName, string>> = {
  random: 'random',
  dvae: 'discrete VAE',
  vqKd: 'VQ-KD of SimCLR',
};
const HEAD = [
  'pictures',
  'codes',
  'kNN',
  'against random',
  'linear',
  'against random',
  'codes used',
  'seconds',
  'seeds',
];

/** What BEiT learned from each kind of codes, in percent, and how it differs from what it learned from random ones. */
export function renderTokenizers(results: Results<TokenizerRow> | undefined): string {
  const rows = (results?.rows ?? []).filter(({ isQuick }) => !isQuick);
  const lines = [...new Set(rows.map(({ dataset }) => dataset))].flatMap((dataset) => {
    const of = (name: TokenizerName) => rows.filter((row) => row.dataset === dataset && row.tokenizer === name);
    return TOKENIZERS.filter((name) => of(name).length > 0).map((name) => cellsOf(name, of(name), of('random')));
  });
  return `${renderTable(HEAD, lines).join('\n')}\n`;
}

function cellsOf(name: TokenizerName, rows: readonly TokenizerRow[], random: readonly TokenizerRow[]): string[] {
  const average = (pick: (row: TokenizerRow) => number | null | undefined) => {
    const values = rows.flatMap((row) => pick(row) ?? []);
    return values.length === 0 ? '–' : mean(values).toFixed(0);
  };
  const against = (probe: 'knn' | 'linear') =>
    name === 'random' || random.length === 0 ? '–' : difference(rows.map(pickOf(probe)), random.map(pickOf(probe)));
  return [
    rows[0]?.dataset ?? '',
    TITLES[name],
    estimate(rows.map(pickOf('knn'))),
    against('knn'),
    estimate(rows.map(pickOf('linear'))),
    against('linear'),
    average(({ links }) => links.at(-1)?.perplexity),
    average(({ totalSeconds }) => totalSeconds),
    String(rows.length),
  ];
}

const pickOf = (probe: 'knn' | 'linear') => (row: Record<typeof probe, Figures>) => row[probe].accuracy;

/** Of means, with Welch's 95 % interval. */
function difference(ours: readonly number[], theirs: readonly number[]): string {
  const gain = signed(mean(ours) - mean(theirs));
  const test = Math.min(ours.length, theirs.length) < SEEDS_MIN ? null : welchTest(ours, theirs);
  return test === null ? gain : `${gain} [${signed(test.low)}, ${signed(test.high)}]`;
}
