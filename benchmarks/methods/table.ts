import { mean, welchTest } from '@assay/metrics';
import { estimate, renderTable, SEEDS_MIN, signed } from '../markdown';
import type { Results } from '../results';
import { isBaseline, type MethodRow } from './rows';

/** What is said where no row is stored yet. */
export const NOTHING_YET = 'Not measured yet.';

/** Method names stand before the networks that they were measured on. */
const HEAD = ['method', 'network', 'kNN', 'against random', 'linear', 'epochs', 'trained s', 'peak MB', 'seeds'];

type Cell = { dataset: string; backbone: string; method: string; rows: MethodRow[] };

/** The results as Markdown: a table a data set, what does not exist and why, and what did no better than no training. */
export function renderResults(results: Results<MethodRow> | undefined): string {
  const rows = (results?.rows ?? []).filter(({ isQuick }) => !isQuick);
  if (rows.length === 0) return `${NOTHING_YET}\n`;
  const cells = groupCells(rows);
  const datasets = [...new Set(cells.map(({ dataset }) => dataset))];
  const sections = datasets.map((dataset) => renderDataset(dataset, cells));
  return [...sections, renderAbsent(cells), renderOrigin(rows)].filter((text) => text !== '').join('\n');
}

function groupCells(rows: readonly MethodRow[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const row of rows) {
    const key = `${row.dataset}/${row.backbone}/${row.method}`;
    const cell = cells.get(key) ?? { dataset: row.dataset, backbone: row.backbone, method: row.method, rows: [] };
    cell.rows.push(row);
    cells.set(key, cell);
  }
  return [...cells.values()];
}

const measuredOf = ({ rows }: Cell): MethodRow[] => rows.filter(({ outcome }) => outcome === 'measured');

function renderDataset(dataset: string, all: readonly Cell[]): string {
  const cells = all.filter((cell) => cell.dataset === dataset && measuredOf(cell).length > 0);
  const randomOf = (backbone: string) => cells.find((cell) => cell.method === 'random' && cell.backbone === backbone);
  const kNN = (cell: Cell) => mean(accuracies(cell, 'knn'));
  const baselines = cells.filter(({ method }) => isBaseline(method));
  const methods = cells.filter(({ method }) => !isBaseline(method)).toSorted((a, b) => kNN(b) - kNN(a));
  const lines = [...baselines, ...methods].map((cell) => renderCell(cell, randomOf(cell.backbone)));
  const majority = measuredOf(cells[0] ?? { dataset, backbone: '', method: '', rows: [] })[0]?.majorityShare;
  const title = `### ${dataset}${majority === null || majority === undefined ? '' : ` (majority ${share(majority)})`}`;
  return [title, '', ...renderTable(HEAD, lines), '', ...renderFailing(methods, randomOf)].join('\n');
}

function renderCell(cell: Cell, random: Cell | undefined): string[] {
  const rows = measuredOf(cell);
  const average = (pick: (row: MethodRow) => number | null) => {
    const values = rows.flatMap((row) => pick(row) ?? []);
    return values.length === 0 ? '–' : mean(values).toFixed(0);
  };
  return [
    cell.method,
    cell.backbone === 'none' ? '–' : cell.backbone,
    estimate(accuracies(cell, 'knn')),
    random && cell !== random && !isBaseline(cell.method) ? signed(gainOf(cell, random)) : '–',
    estimate(accuracies(cell, 'linear')),
    average(({ epochs }) => epochs),
    average(({ trainSeconds }) => trainSeconds),
    average(({ peakMb }) => peakMb),
    String(rows.length),
  ];
}

/** Methods whose kNN is not above that of the same network as it was drawn, and those of which nobody can tell. */
function renderFailing(methods: readonly Cell[], randomOf: (backbone: string) => Cell | undefined): string[] {
  const compared = methods.flatMap((cell) => {
    const random = randomOf(cell.backbone);
    return random ? [{ cell, gain: gainOf(cell, random), isShown: isShownBetter(cell, random) }] : [];
  });
  if (compared.length === 0) return [];
  const name = ({ cell, gain }: (typeof compared)[number]) => `${cell.method} on ${cell.backbone} (${signed(gain)})`;
  const failing = compared.filter(({ gain }) => gain <= 0).map(name);
  const unclear = compared.filter(({ gain, isShown }) => gain > 0 && !isShown).map(name);
  return [
    failing.length === 0
      ? 'All means are above that of the same network at random.'
      : `No better than the same network at random: ${failing.join(', ')}.`,
    '',
    ...(unclear.length === 0
      ? []
      : [
          `Above it, but not shown to be (Welch's 95 % interval holds 0, or too few seeds): ${unclear.join(', ')}.`,
          '',
        ]),
  ];
}

function isShownBetter(cell: Cell, random: Cell): boolean {
  const [ours, theirs] = [accuracies(cell, 'knn'), accuracies(random, 'knn')];
  if (Math.min(ours.length, theirs.length) < SEEDS_MIN) return false;
  const test = welchTest(ours, theirs);
  return test !== null && test.low > 0;
}

function renderAbsent(cells: readonly Cell[]): string {
  const lines = cells.flatMap(({ dataset, backbone, method, rows }) =>
    rows
      .filter(({ outcome }) => outcome !== 'measured')
      .map(({ outcome, reason = '', seed }) => {
        const word = outcome === 'failed' ? `failed, seed ${seed}` : 'n/a';
        return `- ${method} on ${backbone}, ${dataset}: ${word}: ${reason}`;
      }),
  );
  return lines.length === 0 ? '' : `### Not measured\n\n${lines.join('\n')}\n`;
}

function renderOrigin(rows: readonly MethodRow[]): string {
  const unique = (pick: (row: MethodRow) => string) => [...new Set(rows.map(pick))].join('; ');
  const machines = unique(({ machine }) => `${machine.cpu}, ${machine.cores} cores`);
  const busiest = Math.max(...rows.map(({ othersShare }) => othersShare));
  const commits = unique(({ commit }) => commit);
  return `Commits ${commits}; ${machines}; others used up to ${Math.round(100 * busiest)} % of the machine during a row.\n`;
}

function accuracies(cell: Cell, probe: 'knn' | 'linear'): number[] {
  return measuredOf(cell).flatMap((row) => row[probe]?.accuracy ?? []);
}

function gainOf(cell: Cell, random: Cell): number {
  return mean(accuracies(cell, 'knn')) - mean(accuracies(random, 'knn'));
}

function share(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
