'use client';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { Section } from '~/ui/Page';
import { ConfusionMatrix } from './ConfusionMatrix';
import type { Selection } from './figures/selection';
import { useShares } from './useShares';

/** All classes against all, where the highest score decides. */
export const ClassMatrix = memo(function ClassMatrix(props: {
  classes: readonly string[];
  counts: readonly (readonly number[])[];
  selection: Selection;
  onOpen: (selection: Selection) => void;
}) {
  const { classes, counts, selection, onOpen } = props;
  const t = useTranslations('results.matrix');
  const { isShares } = useShares();
  return (
    <Section title={t('allClasses')} className="max-w-full">
      <ConfusionMatrix
        label={t('allClasses')}
        rows={classes}
        columns={classes}
        counts={counts}
        isShares={isShares}
        isChosen={(truth, called) =>
          selection.kind === 'pair' && selection.truth === truth && selection.called === called
        }
        onOpen={(truth, called) => onOpen({ kind: 'pair', truth, called })}
      />
      <p className="mt-1 text-muted text-xs">{t('allClassesNote')}</p>
    </Section>
  );
});
