'use client';
import { useTranslations } from 'next-intl';
import { Select } from '~/ui/Select';
import { CELLS } from '../figures/ranking';
import { parseSelection, type Selection, selectionText } from '../figures/selection';

const MISTAKES = 'mistakes';

/** Which pictures are shown, by name; the cells of the matrix choose the same. */
export function SelectionSelect(props: {
  selection: Selection;
  classes: readonly string[];
  sides: { positive: string; negative: string };
  hasPairs: boolean;
  onSelect: (selection: Selection) => void;
}) {
  const { selection, classes, sides, hasPairs, onSelect } = props;
  const t = useTranslations('results.pictures.selections');
  const nameOf = (index: number) => classes[index] ?? String(index);
  const options = [
    { value: MISTAKES, label: t('mistakes') },
    ...CELLS.map((cell) => ({ value: cell as string, label: t(cell, sides) })),
    ...classes.map((name, label) => ({ value: `class-${label}`, label: t('class', { name }) })),
    { value: 'all', label: t('all') },
  ];
  if (hasPairs && selection.kind === 'pair') {
    const label = t('pair', { truth: nameOf(selection.truth), called: nameOf(selection.called) });
    options.push({ value: `${selection.truth}-${selection.called}`, label });
  }
  return (
    <Select
      label={t('label')}
      value={selectionText(selection) ?? MISTAKES}
      options={options}
      onChange={(value) => onSelect(parseSelection(value))}
    />
  );
}
