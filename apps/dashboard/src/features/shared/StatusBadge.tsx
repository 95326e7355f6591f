'use client';
import type { AttemptStatus, RunStatus } from '@assay/contracts';
import { useTranslations } from 'next-intl';
import { Badge, type Tone } from '~/ui/Badge';

const TONES: Record<RunStatus | AttemptStatus, Tone> = {
  waiting: 'neutral',
  queued: 'neutral',
  running: 'accent',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'warn',
  lost: 'bad',
  released: 'neutral',
};

export function StatusBadge({ status }: { status: RunStatus | AttemptStatus }) {
  const t = useTranslations('words.status');
  return <Badge tone={TONES[status]}>{t(status)}</Badge>;
}
