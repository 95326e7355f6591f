import type { ComparisonGroup } from '@assay/contracts';

type Value = ComparisonGroup['values'][number];

/** What the values of a group are told apart by: the fold that a run was tested on, or else its seed. */
export type ValueColumn =
  | { kind: 'seed'; id: string; seed: number }
  | { kind: 'fold'; id: string; index: number; repeat: number };

/** A column a fold and repetition, then a column a seed for runs without a fold. */
export function valueColumns(groups: readonly Pick<ComparisonGroup, 'values'>[]): ValueColumn[] {
  const columns = new Map(groups.flatMap(({ values }) => values.map(columnOf)).map((column) => [column.id, column]));
  return [...columns.values()].sort((a, b) => {
    if (a.kind === 'fold' && b.kind === 'fold') return a.repeat - b.repeat || a.index - b.index;
    if (a.kind === 'seed' && b.kind === 'seed') return a.seed - b.seed;
    return a.kind === 'fold' ? -1 : 1;
  });
}

export function columnOf({ fold, seed }: Value): ValueColumn {
  return fold
    ? { kind: 'fold', id: `fold ${fold.repeat} ${fold.index}`, ...fold }
    : { kind: 'seed', id: `seed ${seed}`, seed };
}
