import { GROUP_FIELDS, type GroupField, InputError, nearest } from '@assay/contracts';

/** What `--group-by` names. @throws InputError */
export function groupField(text: string): GroupField {
  const field = GROUP_FIELDS.find((candidate) => candidate === text);
  if (field) return field;
  const guess = nearest(text, GROUP_FIELDS);
  const fix = guess ? `did you mean "${guess}"?` : `one of ${GROUP_FIELDS.join(', ')}`;
  throw new InputError({ where: '--group-by', found: `unknown field "${text}"`, fix });
}
