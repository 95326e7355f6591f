import { InputError } from '@assay/contracts';
import { arrayAt, describe, readObject } from './readNumbers';

/** The group (part, patient) of each sample. Groups have a name or a number each; inside they are counted. @throws InputError */
export function readGroups(value: unknown, path: string, samples: number): number[] {
  const given = arrayAt(value, `${path}: groups`);
  if (given.length !== samples) {
    const found = `${given.length} groups for ${samples} labels`;
    throw new InputError({ where: `${path}: groups`, found, fix: 'the group of each label is expected' });
  }
  return indexGroups(given.map((group, i) => groupAt(group, `${path}: groups[${i}]`)));
}

/**
 * The same from a JSON file with the group of each picture by its name.
 *
 * @throws InputError when it lacks a picture, or names one that is not there
 */
export async function readNamedGroups(path: string, names: readonly string[]): Promise<number[]> {
  const given = new Map(Object.entries(await readObject(path)));
  const groups = names.map((name) => {
    if (!given.has(name)) {
      throw new InputError({
        where: path,
        found: `no group for ${name}`,
        fix: 'the group of each picture is expected',
      });
    }
    return groupAt(given.get(name), `${path}: ${name}`);
  });
  const known = new Set(names);
  const stray = [...given.keys()].find((name) => !known.has(name));
  if (stray !== undefined) {
    throw new InputError({ where: `${path}: ${stray}`, found: 'no such picture', fix: 'names are those of the truth' });
  }
  return indexGroups(groups);
}

type Group = string | number;

function groupAt(value: unknown, where: string): Group {
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new InputError({ where, found: describe(value), fix: 'a name or a number is expected' });
}

function indexGroups(groups: readonly Group[]): number[] {
  const index = new Map<Group, number>();
  return groups.map((group) => {
    const known = index.get(group) ?? index.size;
    index.set(group, known);
    return known;
  });
}
