import { CELLS, type Cell } from './ranking';

/** Which pictures are shown; each has a form in the address. */
export type Selection =
  /** Mistakes at the threshold. */
  | { kind: 'mistakes' }
  | { kind: 'all' }
  /** A cell of the matrix at the threshold. */
  | { kind: 'cell'; cell: Cell }
  /** A cell of the matrix of all classes, where the highest score decides. */
  | { kind: 'pair'; truth: number; called: number }
  /** All pictures of a true class. */
  | { kind: 'class'; label: number };

export const ORDERS = ['loss', 'confidence'] as const;
/** `loss`: the true class's score is the lowest; `confidence`: the wrong class's score is the highest. */
export type Order = (typeof ORDERS)[number];

export function parseSelection(text: string | null): Selection {
  const cell = CELLS.find((one) => one === text);
  if (cell) return { kind: 'cell', cell };
  if (text === 'all') return { kind: 'all' };
  const pair = /^(\d+)-(\d+)$/.exec(text ?? '');
  if (pair) return { kind: 'pair', truth: Number(pair[1]), called: Number(pair[2]) };
  const of = /^class-(\d+)$/.exec(text ?? '');
  if (of) return { kind: 'class', label: Number(of[1]) };
  return { kind: 'mistakes' };
}

/** As it stands in the address; null is left out there. */
export function selectionText(selection: Selection): string | null {
  switch (selection.kind) {
    case 'mistakes':
      return null;
    case 'all':
      return 'all';
    case 'cell':
      return selection.cell;
    case 'pair':
      return `${selection.truth}-${selection.called}`;
    case 'class':
      return `class-${selection.label}`;
  }
}
