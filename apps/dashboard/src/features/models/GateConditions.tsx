'use client';
import type { GateCondition } from '@assay/contracts';
import { Check, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '~/ui/cn';

/** What the gate looked at, each with its word. */
export function GateConditions(props: { conditions: readonly GateCondition[]; isOpen: boolean }) {
  const { conditions, isOpen } = props;
  const t = useTranslations('models.promote');
  return (
    <div>
      <p role="status" className={cn('font-medium', isOpen ? 'text-good' : 'text-bad')}>
        {t(isOpen ? 'open' : 'refused')}
      </p>
      <ConditionList conditions={conditions} />
    </div>
  );
}

export function ConditionList({ conditions }: { conditions: readonly GateCondition[] }) {
  const t = useTranslations('models.promote');
  return (
    <ul aria-label={t('gate')} className="mt-2 space-y-1.5">
      {conditions.map(({ name, ok, detail }) => {
        const Icon = ok ? Check : X;
        return (
          <li key={name} className="flex gap-2">
            <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', ok ? 'text-good' : 'text-bad')} />
            <span className="min-w-0">
              {name} <span className="sr-only">{t(ok ? 'ok' : 'fails')}</span>
              <span className="block break-words text-muted text-xs">{detail}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
