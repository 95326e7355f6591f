import { InputError } from '@assay/contracts';
import { arrayAt, describe } from './readNumbers';

/** The group (part, patient) of each sample. Groups have a name or a number each; inside they are counted. @throws InputError */
export function readGroups(value: unknown, path: string, samples: number): number[] {
  const given = arrayAt(value, `${path}: groups`);
  if (given.length !== samples) {
    const found = `${given.length} groups for ${samples} labels`;
    throw new InputError({ where: `${path}: groups`, found, fix: 'the group of each label is expected' });
  }
  const index = new Map<string | number, number>();
  return given.map((group, i) => {
    const where = `${path}: groups[${i}]`;
    if (typeof group !== 'string' && typeof group !== 'number') {
      throw new InputError({ where, found: describe(group), fix: 'a name or a number is expected' });
    }
    const known = index.get(group) ?? index.size;
    index.set(group, known);
    return known;
  });
}
