'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { NO_LABEL, type PredictionColumns } from '~/columns/predictionColumns';
import { Select } from '~/ui/Select';
import { EmptyState } from '~/ui/States';
import type { Question } from './figures/questions';
import { rankBy } from './figures/ranking';
import { QuestionResults } from './QuestionResults';
import { type Sides, useQuestion } from './useQuestion';

/** Everything that follows from a run's scores on a split. */
export function Results({ columns }: { columns: PredictionColumns }) {
  const t = useTranslations('results');
  const { questions, question, sides, setQuestion } = useQuestion(columns);
  if (columns.paths.length === 0) return <EmptyState title={t('empty')} />;
  if (!question) return <EmptyState title={t('noScores')}>{t('noScoresHint')}</EmptyState>;
  const unlabelled = columns.labels.reduce((sum, label) => sum + (label === NO_LABEL ? 1 : 0), 0);
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        {questions.length > 1 && (
          <Select label={t('question')} value={question.id} options={questions} onChange={setQuestion} />
        )}
        <p className="text-muted text-xs">
          {t('summary', { pictures: columns.paths.length })}
          {unlabelled > 0 && ` ${t('unlabelled', { count: unlabelled })}`}
          {columns.groups && ` ${t('parts', { count: new Set(columns.groups).size })}`}
        </p>
      </div>
      <Ranked key={question.id} columns={columns} question={question} sides={sides} />
    </>
  );
}

function Ranked({ columns, question, sides }: { columns: PredictionColumns; question: Question; sides: Sides }) {
  const ranking = useMemo(() => rankBy(question, columns), [question, columns]);
  return <QuestionResults columns={columns} question={question} ranking={ranking} sides={sides} />;
}
