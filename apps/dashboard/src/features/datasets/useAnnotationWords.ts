'use client';
import type { ImportReport } from '@assay/contracts';
import { useTranslations } from 'next-intl';

const KINDS = ['labels', 'boxes', 'masks', 'polygons'] as const;

/** What is annotated and how much, in words: `66 labels, 398 boxes`. */
export function useAnnotationWords(): (annotations: ImportReport['annotations']) => string {
  const t = useTranslations('datasets.annotations');
  return (annotations) =>
    KINDS.flatMap((kind) => (annotations[kind] > 0 ? [t(kind, { count: annotations[kind] })] : [])).join(', ') ||
    t('none');
}
