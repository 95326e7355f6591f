'use client';
import { bestThresholdByCost, type ThresholdFigures } from '@assay/metrics';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { Button } from '~/ui/Button';
import { TextField } from '~/ui/Field';
import { formatSignificant } from '~/ui/formatNumber';
import { Card } from '~/ui/Page';
import { costOf } from './figures/costOf';
import type { Ranking } from './figures/ranking';
import type { CostModel } from './useCosts';

const PIECES = 1000;

/** What mistakes cost at this threshold, and at which they cost the least. */
export function CostPanel(props: {
  ranking: Ranking;
  at: ThresholdFigures;
  costs: CostModel;
  onCost: (name: keyof CostModel, text: string) => void;
  onThreshold: (threshold: number) => void;
}) {
  const { ranking, at, costs, onCost, onThreshold } = props;
  const t = useTranslations('results.costs');
  const cheapest = useMemo(() => bestThresholdByCost(ranking.counts, costs), [ranking, costs]);
  const now = costOf(at, costs);
  return (
    <Card className="p-3">
      <h3 className="font-medium">{t('title')}</h3>
      <p className="mb-2 text-muted text-xs">{t('hint')}</p>
      <div className="grid grid-cols-3 gap-2">
        <CostField name="escape" value={costs.escape} onCost={onCost} />
        <CostField name="overkill" value={costs.overkill} onCost={onCost} />
        <CostField name="prevalence" value={costs.prevalence ?? null} onCost={onCost} />
      </div>
      {cheapest === null || now === null ? (
        <p className="mt-2 text-muted text-xs">{t('undefined')}</p>
      ) : (
        <p className="mt-2 text-xs">
          {t('now', { cost: formatSignificant(now * PIECES) })}{' '}
          {t('least', {
            cost: formatSignificant(cheapest.cost * PIECES),
            threshold: Number.isFinite(cheapest.threshold) ? formatSignificant(cheapest.threshold) : '∞',
          })}{' '}
          <Button size="small" kind="bare" className="h-auto px-1" onClick={() => onThreshold(cheapest.threshold)}>
            {t('choose')}
          </Button>
        </p>
      )}
    </Card>
  );
}

type FieldProps = {
  name: keyof CostModel;
  value: number | null;
  onCost: (name: keyof CostModel, text: string) => void;
};

function CostField({ name, value, onCost }: FieldProps) {
  const t = useTranslations('results.costs');
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextField
      label={t(name)}
      inputMode="decimal"
      placeholder={name === 'prevalence' ? t('asMeasured') : undefined}
      value={typed ?? (value === null ? '' : String(value))}
      onChange={(event) => {
        setTyped(event.target.value);
        onCost(name, event.target.value.replace(',', '.'));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
