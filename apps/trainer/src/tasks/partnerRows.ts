import { InputError, type Item, type ViewsConfig } from '@assay/contracts';
import type { Pictures } from './pictures';

/**
 * The rows that each row may be paired with, in the manifest's order; null when views are of one picture. The pictures of a
 * group share one list, their own row among it.
 *
 * @throws InputError when no picture has a partner of the wanted kind
 */
export function partnerRows(
  { manifest: { items }, templates }: { manifest: Pick<Pictures['manifest'], 'items'> } & Pick<Pictures, 'templates'>,
  rows: Int32Array,
  pairs: ViewsConfig['pairs'],
): Int32Array[] | null {
  if (pairs === 'augment') return null;
  const partners = pairs === 'group' ? groupRows(items, rows) : templateRows(items, { rows, templates });
  if (partners.some((others, place) => others.some((other) => other !== rows[place]))) return partners;
  throw new InputError({
    where: 'views.pairs',
    found: `no picture has a ${pairs === 'group' ? 'second one in its group' : 'template'}`,
    fix: 'use "augment", or a dataset that names them',
  });
}

/** The pictures of each one's group, among the rows that are learned from. */
function groupRows(items: readonly Item[], rows: Int32Array): Int32Array[] {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const group = items[row]?.group;
    if (group === undefined) continue;
    const members = groups.get(group);
    if (members) members.push(row);
    else groups.set(group, [row]);
  }
  const shared = new Map([...groups].map(([group, members]) => [group, Int32Array.from(members)]));
  const alone = new Int32Array(0);
  return Array.from(rows, (row) => shared.get(items[row]?.group ?? '') ?? alone);
}

/** The sound template, wherever it stands: it shows no defect that could be learned by heart. */
function templateRows(
  items: readonly Item[],
  { rows, templates }: { rows: Int32Array } & Pick<Pictures, 'templates'>,
): Int32Array[] {
  return Array.from(rows, (row) => {
    const found = templates.get(items[row]?.partner?.template ?? '');
    return Int32Array.from(found === undefined ? [] : [found]);
  });
}
