'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { PredictionColumns } from '~/columns/predictionColumns';
import { useUrlState } from '~/ui/useUrlState';
import { listQuestions, type Question } from './figures/questions';

export type Sides = { positive: string; negative: string };

/** The questions of predictions, the chosen one, and what its two sides are called. */
export function useQuestion(columns: PredictionColumns) {
  const { get, set } = useUrlState();
  const questions = useMemo(() => listQuestions(columns), [columns]);
  const question = questions.find(({ id }) => id === get('question')) ?? questions[0];
  const nameSides = useNameSides();
  return {
    questions: questions.map((one) => ({ value: one.id, label: nameSides(one, columns).positive })),
    question,
    sides: useMemo(
      () => (question ? nameSides(question, columns) : { positive: '', negative: '' }),
      [question, columns, nameSides],
    ),
    // Another question has other scores: its threshold and cells mean nothing here.
    setQuestion: (id: string) =>
      set({ question: id === questions[0]?.id ? null : id, t: null, cell: null, picture: null }),
  };
}

export function useNameSides() {
  const t = useTranslations('results.sides');
  return useMemo(
    () =>
      (question: Question, { kind, header }: Pick<PredictionColumns, 'kind' | 'header'>): Sides => {
        const { classes } = header;
        const nameOf = (index: number) => classes[index] ?? String(index);
        if (question.kind === 'defect') {
          const isOne = kind === 'classes' && classes.length === 2;
          return {
            positive: isOne ? nameOf(1 - question.good) : t('defect'),
            negative: classes[question.good] ?? t('good'),
          };
        }
        const isOne = classes.length === 2;
        return {
          positive: nameOf(question.positive),
          negative: isOne ? nameOf(1 - question.positive) : t('other', { name: nameOf(question.positive) }),
        };
      },
    [t],
  );
}
