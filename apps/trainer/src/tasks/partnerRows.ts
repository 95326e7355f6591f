import { InputError, type Item, type Manifest, type ViewsConfig } from '@assay/contracts';

/**
 * The rows that each row may be paired with, in the manifest's order; null when views are of one picture.
 *
 * @throws InputError when no picture has a partner of the wanted kind
 */
export function partnerRows(
  { items }: Pick<Manifest, 'items'>,
  rows: Int32Array,
  pairs: ViewsConfig['pairs'],
): Int32Array[] | null {
  if (pairs === 'augment') return null;
  const partners = pairs === 'group' ? groupRows(items, rows) : templateRows(items, rows);
  if (partners.some(({ length }) => length > 0)) return partners;
  throw new InputError({
    where: 'views.pairs',
    found: `no picture has a ${pairs === 'group' ? 'second one in its group' : 'template'}`,
    fix: 'use "augment", or a dataset that names them',
  });
}

/** The others of the same group, among the rows that are learned from. */
function groupRows(items: readonly Item[], rows: Int32Array): Int32Array[] {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const group = items[row]?.group;
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return [...rows].map((row) => {
    const group = items[row]?.group;
    return Int32Array.from((group === undefined ? [] : (groups.get(group) ?? [])).filter((other) => other !== row));
  });
}

/** The sound template, wherever it stands: it shows no defect that could be learned by heart. */
function templateRows(items: readonly Item[], rows: Int32Array): Int32Array[] {
  const rowOf = new Map(items.map(({ picture }, row) => [picture, row]));
  return [...rows].map((row) => {
    const template = items[row]?.partner?.template;
    const found = template === undefined ? undefined : rowOf.get(template);
    return Int32Array.from(found === undefined ? [] : [found]);
  });
}
