'use client';
import { PROJECTIONS, type ProjectionName } from '@assay/classical';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '~/trpc/client';
import type { Answers } from '~/trpc/types';
import { Button } from '~/ui/Button';
import { Card } from '~/ui/Page';
import { ProgressBar } from '~/ui/ProgressBar';
import { Answer, EmptyState, ErrorState } from '~/ui/States';
import { useUrlState } from '~/ui/useUrlState';
import { MapPlayer } from './MapPlayer';
import { TSNE_POINTS_MAX } from './maps/makeMap';
import { useMadeMaps } from './maps/useMadeMaps';

/** The features of a sample on a map, played over the checkpoints. */
export function EmbeddingPlayer({ run, hasAny }: { run: string; hasAny: boolean }) {
  const t = useTranslations('run.watching.embeddings');
  const trpc = useTRPC();
  const stored = useQuery(trpc.runs.embeddings.queryOptions({ run }, { enabled: hasAny }));
  const none = <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>;
  if (!hasAny) return none;
  return (
    <Answer query={stored} rows={8}>
      {(found) => (found.length > 0 ? <Player steps={found} /> : none)}
    </Answer>
  );
}

function Player({ steps }: { steps: Answers['runs']['embeddings'] }) {
  const t = useTranslations('run.watching.embeddings');
  const { get, set } = useUrlState();
  const method = PROJECTIONS.find((name) => name === get('map')) ?? 'pca';
  const count = steps.at(-1)?.labels.length ?? 0;
  const isTooMany = method === 'tsne' && count > TSNE_POINTS_MAX;
  const made = useMadeMaps(
    method === 'pca' || isTooMany ? null : method,
    steps.map(({ digest }) => digest),
  );
  const maps =
    method === 'pca'
      ? steps.map(({ map, trustworthiness }) => ({ points: map, trustworthiness }))
      : made.maps.slice(0, steps.length);
  const isMaking = method !== 'pca' && !isTooMany && !made.error && maps.length < steps.length;
  return (
    <Card className="p-3">
      <MethodChoice method={method} onChange={(name) => set({ map: name === 'pca' ? null : name })} />
      {isTooMany && (
        <EmptyState title={t('tooMany', { count })}>{t('tooManyHint', { most: TSNE_POINTS_MAX })}</EmptyState>
      )}
      {isMaking && (
        <div className="mb-3 max-w-2xl">
          <p className="mb-1 text-muted text-xs">{t('making', { map: maps.length + 1, of: steps.length })}</p>
          <ProgressBar label={t('progress')} share={maps.length / steps.length} />
        </div>
      )}
      {made.error && (
        <div className="mb-3">
          <ErrorState error={made.error} onRetry={made.retry} />
        </div>
      )}
      {maps.length > 0 && <MapPlayer method={method} steps={steps} maps={maps} />}
    </Card>
  );
}

function MethodChoice(props: { method: ProjectionName; onChange: (method: ProjectionName) => void }) {
  const { method, onChange } = props;
  const t = useTranslations('run.watching.embeddings');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and these are buttons
    <div role="group" aria-label={t('method')} className="mb-3 flex flex-wrap gap-1.5">
      {PROJECTIONS.map((name) => (
        <Button
          key={name}
          size="small"
          aria-pressed={name === method}
          kind={name === method ? 'primary' : 'plain'}
          onClick={() => onChange(name)}
        >
          {t(`methods.${name}`)}
        </Button>
      ))}
    </div>
  );
}
