import type { Machine } from '../machine';
import { estimate, renderTable } from '../markdown';
import type { Results } from '../results';
import {
  accuracies,
  average,
  averageTime,
  type Cell,
  commonestMachine,
  describeTest,
  groupCells,
  measuredOf,
  NOT_CALM,
} from './cells';
import type { CountsRow } from './counts';
import { DATASETS } from './datasets';
import { allPlans, type MethodRow, type Plan } from './rows';
import { NOTHING_YET } from './table';

const HEAD = [
  'pictures',
  'network',
  'kNN',
  'random: kNN',
  'linear',
  'random: linear',
  'epochs',
  's a step',
  'trained s',
  'peak MB',
  'seeds',
];

/**
 * What is stored of one method, as Markdown for its page: a line a set and network with the same network at random beside
 * it, what cannot be measured and why, what was not measured yet, and the command.
 *
 * @param counts how many pictures the sets have, as far as it is known
 */
export function renderMethod(
  method: string,
  results: Results<MethodRow> | undefined,
  counts: readonly CountsRow[] = [],
): string {
  const rows = (results?.rows ?? []).filter(({ isQuick }) => !isQuick);
  const all = groupCells(rows);
  const cells = all.filter((cell) => cell.method === method);
  if (cells.length === 0) return `${NOTHING_YET}\n`;
  const home = commonestMachine(rows);
  const measured = cells.filter((cell) => measuredOf(cell).length > 0);
  const table = renderTable(
    HEAD,
    measured.map((cell) => renderCell(cell, { random: randomBeside(cell, all), home })),
  );
  const isMarked = table.some((line) => line.includes(NOT_CALM));
  const paragraphs = [
    ...(measured.length === 0 ? [] : [table.join('\n')]),
    ...(measured.length === 0 ? [] : [describeFigures(measured, counts)]),
    ...(isMarked ? [`${NOT_CALM} No row of a calm machine like the one of most rows: no measure of the method.`] : []),
    ...describeAbsent(cells),
    `Made by \`${commandOf(method, cells)}\`.`,
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function renderCell(cell: Cell, { random, home }: { random: Cell | undefined; home: Machine }): string[] {
  const rows = measuredOf(cell);
  const beside = (probe: 'knn' | 'linear') => (random ? estimate(accuracies(random, probe)) : '–');
  const stepSeconds = ({ trainSeconds, steps }: MethodRow) =>
    trainSeconds === null || steps === null ? null : trainSeconds / steps;
  return [
    cell.dataset,
    cell.backbone,
    estimate(accuracies(cell, 'knn')),
    beside('knn'),
    estimate(accuracies(cell, 'linear')),
    beside('linear'),
    average(rows, ({ epochs }) => epochs),
    averageTime(cell, stepSeconds, { home, show: (seconds) => String(Number(seconds.toPrecision(2))) }),
    averageTime(cell, ({ trainSeconds }) => trainSeconds, { home }),
    average(rows, ({ peakMb }) => peakMb),
    String(rows.length),
  ];
}

function randomBeside({ dataset, backbone }: Cell, all: readonly Cell[]): Cell | undefined {
  return all.find((cell) => cell.method === 'random' && cell.dataset === dataset && cell.backbone === backbone);
}

function describeFigures(measured: readonly Cell[], counts: readonly CountsRow[]): string {
  const datasets = [...new Set(measured.map(({ dataset }) => dataset))];
  const facts = datasets.map((dataset) => {
    const known = describeTest(
      measured.filter((cell) => cell.dataset === dataset),
      counts,
    );
    return `${dataset}: ${known}`;
  });
  return (
    'Accuracies of the probes on the test pictures in percent, with half of the 95 % interval from three seeds on; ' +
    `[how it is measured](README.md). ${facts.join('; ')}.`
  );
}

function describeAbsent(cells: readonly Cell[]): string[] {
  const absent = cells.flatMap(({ rows }) => rows.filter(({ outcome }) => outcome !== 'measured'));
  const lines = absent.map(({ outcome, reason = '', seed, backbone, dataset }) => {
    const word = outcome === 'failed' ? `failed, seed ${seed}` : 'n/a';
    return `- ${dataset} on ${backbone}: ${word}: ${reason}`;
  });
  // What a network cannot do it cannot do on any pictures.
  const isKnown = (plan: Plan) =>
    cells.some(
      ({ dataset, backbone, rows }) =>
        backbone === plan.backbone &&
        (dataset === plan.dataset || rows.some(({ outcome }) => outcome === 'notApplicable')),
    );
  const open = allPlans(DATASETS, { hasImagenet: false })
    .filter((plan) => plan.seed === 0 && plan.method === cells[0]?.method && !isKnown(plan))
    .map(({ dataset, backbone }) => `${dataset} on ${backbone}`);
  return [
    ...(lines.length === 0 ? [] : [lines.join('\n')]),
    ...(open.length === 0 ? [] : [`Not measured yet: ${open.join(', ')}.`]),
  ];
}

function commandOf(method: string, cells: readonly Cell[]): string {
  const own = cells.map(({ dataset, backbone }) => `${dataset}/${backbone}/${method}`);
  const random = [...new Set(cells.map(({ dataset }) => `${dataset}/random`))];
  return `npm run -s bench -- methods --rows ${[...own, ...random].join(',')}`;
}
