'use client';
import { useMemo } from 'react';
import type { PredictionColumns } from '~/columns/predictionColumns';
import { decideByHighest } from './figures/decisions';
import type { Caller } from './figures/describeRow';
import { isPositive, listQuestions, ownThreshold, scoreFor } from './figures/questions';
import { useNameSides } from './useQuestion';

/** How a run itself calls its pictures; null when it has no scores to do it by. */
export function useCaller(columns: PredictionColumns): Caller | null {
  const nameSides = useNameSides();
  return useMemo(() => {
    const [question] = listQuestions(columns);
    if (!question) return null;
    return {
      columns,
      decisions: columns.kind === 'classes' ? decideByHighest(columns) : null,
      scoreOf: scoreFor(question, columns),
      isPositiveLabel: (label) => isPositive(question, label),
      threshold: ownThreshold(question, columns) ?? Number.POSITIVE_INFINITY,
      sides: nameSides(question, columns),
    };
  }, [columns, nameSides]);
}
