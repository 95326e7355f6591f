const ORDER = ['test', 'validation', 'linear', 'knn', 'features', 'train'];

export type ClassTable = {
  where: string;
  whats: string[];
  classes: { name: string; values: Record<string, number> }[];
};

/** Parts the figures of single classes from the rest, and puts both in the order in which they are looked for. */
export function splitFigures<Metric extends { key: string; last: number }>(
  metrics: readonly Metric[],
): { whole: Metric[]; perClass: ClassTable[] } {
  const sorted = metrics.toSorted((a, b) => place(a.key) - place(b.key) || a.key.localeCompare(b.key));
  const tables = new Map<string, ClassTable>();
  const whole = sorted.filter(({ key, last }) => {
    const [where = '', what = '', which = ''] = key.split('/');
    if (!which.startsWith('class:')) return true;
    const table = tables.get(where) ?? { where, whats: [], classes: [] };
    tables.set(where, table);
    if (!table.whats.includes(what)) table.whats.push(what);
    const name = decodeURIComponent(which.slice('class:'.length));
    const found = table.classes.find((one) => one.name === name);
    if (found) found.values[what] = last;
    else table.classes.push({ name, values: { [what]: last } });
    return false;
  });
  return { whole, perClass: [...tables.values()] };
}

function place(key: string): number {
  const found = ORDER.indexOf(key.split('/')[0] ?? '');
  return found < 0 ? ORDER.length : found;
}
