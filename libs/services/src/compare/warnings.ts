import { canonicalJson, describeFold, isFinal } from '@assay/contracts';
import type { RunWithExperiment } from '@assay/store';
import { comparableProtocols } from './comparableProtocol';
import { flatten } from './flatten';
import { comparableDigest } from './foldWarnings';
import { type Group, SEEDS_MIN } from './groups';

/**
 * What a reader must know before believing the figures.
 *
 * @param by the config path that made the groups
 */
export function comparisonWarnings(
  groups: readonly Group[],
  without: readonly RunWithExperiment[],
  by?: string,
): string[] {
  const members = groups.flatMap((group) => group.members);
  const warnings: string[] = [];
  const differs = (what: string, values: readonly string[]): void => {
    const count = new Set(values).size;
    if (count > 1) warnings.push(`not comparable: the figures come from ${count} different ${what}`);
  };
  differs(
    'versions of the test pictures',
    members.map(({ metric }) => metric.datasetDigest),
  );
  differs(
    'splits',
    members.map(({ metric }) => metric.split),
  );
  const protocols = comparableProtocols(members, by);
  differs(`protocols${describeDifferences(protocols)}`, protocols.map(canonicalJson));

  const unfinished = without.filter((run) => !isFinal(run.status));
  if (unfinished.length > 0) warnings.push(`${countRuns(unfinished)} unfinished: ${listRuns(unfinished)}`);
  const failed = without.filter((run) => run.status === 'failed' || run.status === 'cancelled');
  if (failed.length > 0) warnings.push(`${countRuns(failed)} left out, failed or cancelled: ${listRuns(failed)}`);
  const still = members.map(({ run }) => run).filter((run) => run.status !== 'succeeded');
  if (still.length > 0) warnings.push(`${countRuns(still)} counted that did not succeed: ${listRuns(still)}`);

  const few = groups.filter((group) => group.members.length < SEEDS_MIN);
  if (few.length > 0) {
    const keys = few.map((group) => `${group.key} (${group.members.length})`).join(', ');
    warnings.push(`fewer than ${SEEDS_MIN} seeds, so no interval and no test: ${keys}`);
  }
  const seeds = new Set(
    groups.map(({ members: of }) =>
      of
        .map(({ run }) => run.seed)
        .sort((a, b) => a - b)
        .join(),
    ),
  );
  if (seeds.size > 1) warnings.push('the groups have different seeds');
  for (const { key, members: of } of groups) {
    const configs = new Set(of.map(comparableDigest)).size;
    if (configs > 1) warnings.push(`${key} mixes ${configs} different configs`);
    const isShared = of.some(({ run }) => 'init' in run.config && isSharedInit(run.config.init));
    if (isShared) warnings.push(`pretraining not repeated in ${key}: its spread leaves out a part of the noise`);
  }
  return warnings;
}

/** What protocols differ in, for instance ` (probe.k: 5, 20)`; nothing where they are one. */
function describeDifferences(protocols: readonly { name: string; parameters: Record<string, unknown> }[]): string {
  const sides = protocols.map(({ name, parameters }) => ({ name, ...flatten(parameters) }));
  const differences = [...new Set(sides.flatMap((side) => Object.keys(side)))].flatMap((path) => {
    const values = new Set(sides.map((side: Record<string, string>) => side[path] ?? 'none'));
    return values.size > 1 ? [`${path}: ${[...values].join(', ')}`] : [];
  });
  const shown = differences.slice(0, 3).join('; ');
  if (differences.length === 0) return '';
  return ` (${differences.length > 3 ? `${shown}; and ${differences.length - 3} more` : shown})`;
}

function isSharedInit(init: { kind: string; pretrainSeed?: number | undefined }): boolean {
  return init.kind === 'run' || init.kind === 'weights' || (init.kind === 'config' && init.pretrainSeed !== undefined);
}

function countRuns(runs: readonly unknown[]): string {
  return `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`;
}

function listRuns(runs: readonly RunWithExperiment[]): string {
  const shown = runs
    .slice(0, 6)
    .map(
      (run) =>
        `${run.label} seed ${run.seed}${run.config.fold ? ` ${describeFold(run.config.fold)}` : ''} (${run.status})`,
    );
  return runs.length > shown.length ? `${shown.join(', ')} …` : shown.join(', ');
}
