import { configDigestInput } from '@assay/contracts';
import type { RunWithExperiment } from '@assay/store';
import { flatten } from './flatten';
import type { Group } from './groups';

const ABSENT = '–';

export type ConfigDifference = { path: string; values: Record<string, string> };

/**
 * Config paths on which the groups' configs differ, by path. A part that a group lacks altogether, as a run from
 * scratch lacks the pretraining, is one line; its fields follow only where those who have it differ in them. A group
 * that is not of one mind shows all of its values. A field at a default that leaves no trace in the digest is no
 * difference to a group that has no such field.
 */
export function configDifferences(groups: readonly Group[]): ConfigDifference[] {
  const sides = groups.map(({ key, members }) => ({ key, facts: merge(members.map(({ run }) => configFacts(run))) }));
  const said = new Set(groups.flatMap(({ members }) => members.flatMap(({ run }) => saidPaths(run))));
  const rows = new Map<string, ConfigDifference>();
  const add = (path: string, textOf: (side: Side) => string): void => {
    if (!rows.has(path))
      rows.set(path, { path, values: Object.fromEntries(sides.map((side) => [side.key, textOf(side)])) });
  };
  for (const path of new Set(sides.flatMap(({ facts }) => [...facts.keys()]))) {
    if (!said.has(path) && sides.some(({ facts }) => !facts.has(path))) continue;
    const part = lackedPart(path, sides);
    if (part !== undefined && part !== path) add(part, (side) => summarise(side, part));
    const having = sides.filter((side) => part === undefined || part === path || hasPart(side, part));
    if (new Set(having.map(({ facts }) => facts.get(path))).size > 1)
      add(path, ({ facts }) => facts.get(path) ?? ABSENT);
  }
  return [...rows.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

type Side = { key: string; facts: ReadonlyMap<string, string> };

/** The outermost part around a path that some side has nothing of. */
function lackedPart(path: string, sides: readonly Side[]): string | undefined {
  const keys = path.split('.');
  const parts = keys.map((_, depth) => keys.slice(0, depth + 1).join('.'));
  return parts.find((part) => sides.some((side) => !hasPart(side, part)));
}

function hasPart({ facts }: Side, part: string): boolean {
  return facts.has(part) || [...facts.keys()].some((path) => path.startsWith(`${part}.`));
}

/** A part in a few words: its kind, or its method's, or how many fields it has. */
function summarise(side: Side, part: string): string {
  if (!hasPart(side, part)) return ABSENT;
  const word = side.facts.get(`${part}.kind`) ?? side.facts.get(`${part}.method.kind`);
  return word ?? `${[...side.facts.keys()].filter((path) => path.startsWith(`${part}.`)).length} fields`;
}

function merge(configs: readonly Record<string, string>[]): Map<string, string> {
  const values = new Map<string, Set<string>>();
  for (const [path, value] of configs.flatMap((config) => Object.entries(config))) {
    values.set(path, (values.get(path) ?? new Set()).add(value));
  }
  return new Map([...values].map(([path, found]) => [path, [...found].join(' | ')]));
}

function configFacts(run: RunWithExperiment): Record<string, string> {
  const { version: _version, seed: _seed, ...config } = run.config;
  return flatten(config);
}

/** Paths of the fields that the config's digest follows from. */
function saidPaths({ config }: RunWithExperiment): string[] {
  return Object.keys(flatten(JSON.parse(configDigestInput(config))));
}
