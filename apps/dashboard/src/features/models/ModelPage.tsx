'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useChanges } from '~/features/shared/useChanges';
import { useTRPC } from '~/trpc/client';
import { PageHeader } from '~/ui/Page';
import { Answer } from '~/ui/States';
import { LiveVersion } from './LiveVersion';
import { ModelHistory } from './ModelHistory';
import { RollbackDialog } from './RollbackDialog';
import { VersionTable } from './VersionTable';

export function ModelPage({ name }: { name: string }) {
  const t = useTranslations('models');
  const trpc = useTRPC();
  const model = useQuery(trpc.models.show.queryOptions({ name }));
  const history = useQuery(trpc.models.history.queryOptions({ name }));
  const [announcement, setAnnouncement] = useState('');
  useChanges();
  const isReady = model.data && history.data;
  return (
    <>
      {!isReady && <PageHeader title={name} />}
      <Answer query={model} rows={10}>
        {(found) => (
          <Answer query={history} rows={10}>
            {(past) => (
              <>
                <PageHeader
                  title={name}
                  actions={
                    found.live &&
                    past.events.length > 1 && (
                      <RollbackDialog
                        name={name}
                        version={found.live.version}
                        onDone={(version) => setAnnouncement(t('done.rolledBack', { version: String(version) }))}
                      />
                    )
                  }
                />
                <p role="status" className={announcement ? 'mb-4 text-good' : 'sr-only'}>
                  {announcement}
                </p>
                <LiveVersion name={name} live={found.live} event={past.live.production ?? null} />
                <VersionTable
                  model={found}
                  onPromoted={(version, alias) =>
                    setAnnouncement(t('done.promoted', { version: String(version), alias: t(`aliases.${alias}`) }))
                  }
                />
                <ModelHistory events={past.events.toReversed()} />
              </>
            )}
          </Answer>
        )}
      </Answer>
    </>
  );
}
