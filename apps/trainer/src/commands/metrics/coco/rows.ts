import { InputError } from '@assay/contracts';
import { describe } from '../readNumbers';

/** Objects of a list in a COCO file, and what the list is called there; results are a bare list. */
export type Rows = {
  path: string;
  list: string;
  rows: readonly unknown[];
  /** Where the first of them stands in the list. */
  offset: number;
};
export type Row = Readonly<Record<string, unknown>>;
export type Id = number | string;

/** Ids in ascending order, which is the order of pictures and classes in COCO's figures. */
export type Ids = { path: string; list: string; sorted: readonly Id[]; index: ReadonlyMap<Id, number> };

/** Says where something stands only when it is refused: there are millions of fields. */
export function refuse(
  { path, list, offset }: Rows,
  i: number,
  field: string,
  problem: { found: string; fix: string },
): never {
  throw new InputError({ where: `${path}: ${list}[${offset + i}]${field}`, ...problem });
}

/** @throws InputError when the entry is no object */
export function rowAt(rows: Rows, i: number): Row {
  const row = rows.rows[i];
  if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as Row; // of unknown fields
  return refuse(rows, i, '', { found: describe(row), fix: 'an object is expected' });
}

/** @throws InputError for what is missing or no finite number */
export function numberIn(rows: Rows, i: number, row: Row, field: string): number {
  const value = row[field];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return refuse(rows, i, `.${field}`, { found: describe(value), fix: 'a finite number is expected' });
}

/** Pictures or classes of the truth by their ids. @throws InputError for an id that is missing, repeated or of mixed kind */
export function readIds(rows: Rows): Ids {
  const seen = new Set<Id>();
  let kind: string | undefined;
  for (let i = 0; i < rows.rows.length; i++) {
    const { id } = rowAt(rows, i);
    if (!isId(id)) refuse(rows, i, '.id', { found: describe(id), fix: 'a number or a text is expected' });
    kind ??= typeof id;
    if (typeof id !== kind) refuse(rows, i, '.id', { found: describe(id), fix: `those before are each a ${kind}` });
    if (seen.has(id)) refuse(rows, i, '.id', { found: `${describe(id)} again`, fix: 'ids are unique' });
    seen.add(id);
  }
  // Of one kind, as was just seen.
  const sorted = [...seen].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { path: rows.path, list: rows.list, sorted, index: new Map(sorted.map((id, index) => [id, index])) };
}

/** The index of the picture or class that a field names. @throws InputError for an unknown one */
export function indexIn(rows: Rows, i: number, row: Row, { field, ids }: { field: string; ids: Ids }): number {
  const id = row[field];
  const index = isId(id) ? ids.index.get(id) : undefined;
  if (index !== undefined) return index;
  if (!isId(id))
    return refuse(rows, i, `.${field}`, { found: describe(id), fix: `an id of the ${ids.list} is expected` });
  return refuse(rows, i, `.${field}`, {
    found: `the unknown id ${describe(id)}`,
    fix: `none of the ${ids.sorted.length} ${ids.list} of ${ids.path} has it`,
  });
}

function isId(value: unknown): value is Id {
  return (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && value !== 'NaN');
}
