'use client';
import { useTranslations } from 'next-intl';
import { Badge } from '~/ui/Badge';
import { formatSignificant } from '~/ui/formatNumber';
import { Facts } from '~/ui/Page';
import type { RowFacts } from '../figures/describeRow';
import { ScoreBars } from './ScoreBars';

/** What a run says about a picture, and whether it is right. */
export function PictureFacts({ facts, threshold }: { facts: RowFacts; threshold: number | null }) {
  const t = useTranslations('results.pictures');
  const { truth, called, isRight, calledScore, scores } = facts;
  return (
    <div className="min-w-0 space-y-3">
      {isRight !== null && <Badge tone={isRight ? 'good' : 'bad'}>{t(isRight ? 'right' : 'wrong')}</Badge>}
      <Facts
        facts={[
          { name: t('truth'), value: truth ?? t('noLabel') },
          { name: t('called'), value: called },
          { name: t('scoreName'), value: formatSignificant(calledScore) },
          ...(threshold === null || !Number.isFinite(threshold)
            ? []
            : [{ name: t('threshold'), value: formatSignificant(threshold) }]),
        ]}
      />
      {scores.length > 1 && <ScoreBars scores={scores} />}
    </div>
  );
}
