import { holm, mean, welchTest } from '@assay/metrics';
import type { Machine } from '../machine';
import { estimate, renderTable, SEEDS_MIN, signed } from '../markdown';
import type { Results } from '../results';
import {
  accuracies,
  average,
  averageTime,
  type Cell,
  commonestMachine,
  describeTest,
  groupCells,
  isTimed,
  measuredOf,
  NOT_CALM,
} from './cells';
import type { CountsRow } from './counts';
import { isBaseline, isSameMachine, type MethodRow } from './rows';

/** What is said where no row is stored yet. */
export const NOTHING_YET = 'Not measured yet.';

const LEVEL = 0.05;

/** Method names stand before the networks that they were measured on. */
const HEAD = ['method', 'network', 'kNN', 'against random', 'linear', 'epochs', 'trained s', 'peak MB', 'seeds'];

/**
 * The results as Markdown: a table a data set, what does not exist and why, and what did no better than no training.
 *
 * @param counts how many pictures the sets have, as far as it is known
 */
export function renderResults(results: Results<MethodRow> | undefined, counts: readonly CountsRow[] = []): string {
  const rows = (results?.rows ?? []).filter(({ isQuick }) => !isQuick);
  if (rows.length === 0) return `${NOTHING_YET}\n`;
  const cells = groupCells(rows);
  const datasets = [...new Set(cells.map(({ dataset }) => dataset))];
  const home = commonestMachine(rows);
  const sections = datasets.map((dataset) => renderDataset(dataset, { cells, home, counts }));
  return [...sections, renderAbsent(cells), renderFailed(cells), renderOrigin(rows, home)]
    .filter((text) => text !== '')
    .join('\n');
}

function renderDataset(
  dataset: string,
  { cells: all, home, counts }: { cells: readonly Cell[]; home: Machine; counts: readonly CountsRow[] },
): string {
  const cells = all.filter((cell) => cell.dataset === dataset && measuredOf(cell).length > 0);
  const kNN = (cell: Cell) => mean(accuracies(cell, 'knn'));
  const baselines = cells.filter(({ method }) => isBaseline(method));
  const methods = cells.filter(({ method }) => !isBaseline(method)).toSorted((a, b) => kNN(b) - kNN(a));
  const lines = [...baselines, ...methods].map((cell) => renderCell(cell, { random: randomOf(cell, cells), home }));
  const facts = describeTest(cells, counts);
  const title = `### ${dataset}${facts === '' ? '' : ` (${facts})`}`;
  return [title, '', ...renderTable(HEAD, lines), '', ...renderStanding(methods, cells)].join('\n');
}

function renderCell(cell: Cell, { random, home }: { random: Cell | undefined; home: Machine }): string[] {
  const rows = measuredOf(cell);
  return [
    cell.method,
    cell.backbone === 'none' ? '–' : cell.backbone,
    estimate(accuracies(cell, 'knn')),
    random && cell !== random && !isBaseline(cell.method) ? signed(gainOf(cell, random)) : '–',
    estimate(accuracies(cell, 'linear')),
    average(rows, ({ epochs }) => epochs),
    averageTime(cell, ({ trainSeconds }) => trainSeconds, { home }),
    average(rows, ({ peakMb }) => peakMb),
    String(rows.length),
  ];
}

/**
 * Methods whose kNN is above that of the same network as it was drawn, those that are not, and those of which nobody can
 * tell. Each is tested by itself, so that some pass by chance; those that pass among all of a data set are marked.
 */
function renderStanding(methods: readonly Cell[], cells: readonly Cell[]): string[] {
  const compared = methods.flatMap((cell) => {
    const random = randomOf(cell, cells);
    return random ? [{ cell, gain: gainOf(cell, random), p: pOfGain(cell, random) ?? 1 }] : [];
  });
  if (compared.length === 0) return [];
  const corrected = holm(compared.map(({ p }) => p));
  const list = (title: string, isListed: (row: (typeof compared)[number]) => boolean) => {
    const names = compared.flatMap((row, index) => {
      if (!isListed(row)) return [];
      const name = `${row.cell.method} on ${row.cell.backbone} (${signed(row.gain)})`;
      return [row.gain > 0 && (corrected[index] ?? 1) < LEVEL ? `**${name}**` : name];
    });
    return names.length === 0 ? [] : [`${title}: ${names.join(', ')}.`, ''];
  };
  return [
    ...list(
      `Above the same network at random by Welch's test at 5 %, in bold also with Holm's correction over ${compared.length}`,
      ({ gain, p }) => gain > 0 && p < LEVEL,
    ),
    ...list('Above it, but not shown to be', ({ gain, p }) => gain > 0 && p >= LEVEL),
    ...list('No better than the same network at random', ({ gain }) => gain <= 0),
  ];
}

/** Null where there are too few seeds to tell. */
function pOfGain(cell: Cell, random: Cell): number | null {
  const [ours, theirs] = [accuracies(cell, 'knn'), accuracies(random, 'knn')];
  return Math.min(ours.length, theirs.length) < SEEDS_MIN ? null : (welchTest(ours, theirs)?.p ?? null);
}

/** Methods that are nowhere above the network that they started from. */
function renderFailed(cells: readonly Cell[]): string {
  const gains = new Map<string, number[]>();
  for (const cell of cells) {
    if (isBaseline(cell.method) || measuredOf(cell).length === 0) continue;
    const random = randomOf(cell, cells);
    if (random) gains.set(cell.method, [...(gains.get(cell.method) ?? []), gainOf(cell, random)]);
  }
  if (gains.size === 0) return '';
  const failed = [...gains].filter(([, all]) => Math.max(...all) <= 0).map(([method]) => method);
  const what = failed.length === 0 ? 'none' : failed.join(', ');
  return `### Failing\n\nAbove the same network at random on no set and no network: ${what}.\n`;
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

function renderOrigin(rows: readonly MethodRow[], home: Machine): string {
  const commits = [...new Set(rows.map(({ commit }) => commit))].join('; ');
  const busiest = Math.round(100 * Math.max(...rows.map(({ othersShare }) => othersShare)));
  const away = rows.filter(({ machine }) => !isSameMachine(machine, home)).map(({ machine }) => describe(machine));
  const lines = [`Commits ${commits}; ${describe(home)}; others used up to ${busiest} % of the machine during a row.`];
  if (away.length > 0) lines.push(`${away.length} of ${rows.length} rows on ${[...new Set(away)].join('; ')}.`);
  if (rows.some((row) => row.trainSeconds !== null && !isTimed(row, home)))
    lines.push(
      `Seconds are of rows on the first machine of which others used less than half; with ${NOT_CALM} of others, where there is no such row.`,
    );
  return `${lines.join(' ')}\n`;
}

function describe({ cpu, cores, simd }: Machine): string {
  const widest = ['avx512f', 'avx2', 'avx'].find((name) => simd.includes(name));
  return `${cpu}, ${cores} cores${widest ? ` with ${widest}` : ''}`;
}

/** The network of a cell as it was drawn. */
function randomOf({ dataset, backbone }: Cell, cells: readonly Cell[]): Cell | undefined {
  return cells.find((cell) => cell.method === 'random' && cell.dataset === dataset && cell.backbone === backbone);
}

function gainOf(cell: Cell, random: Cell): number {
  return mean(accuracies(cell, 'knn')) - mean(accuracies(random, 'knn'));
}
