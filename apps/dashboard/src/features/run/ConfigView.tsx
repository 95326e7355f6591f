'use client';
import { useTranslations } from 'next-intl';
import type { Answers } from '~/trpc/types';
import { CopyButton } from '~/ui/CopyButton';
import { JsonTree } from '~/ui/JsonTree';
import { Card, Facts } from '~/ui/Page';

export function ConfigView({ run }: { run: Answers['runs']['show']['run'] }) {
  const t = useTranslations('run.config');
  return (
    <div className="max-w-4xl">
      <div className="mb-3 flex flex-wrap items-start justify-between gap-3">
        <Facts
          facts={[
            { name: t('digest'), value: <Mono>{run.configDigest}</Mono> },
            { name: t('datasetDigest'), value: <Mono>{run.datasetDigest}</Mono> },
          ]}
        />
        <CopyButton text={JSON.stringify(run.config, null, 2)} label={t('copy')} />
      </div>
      <Card className="p-3">
        <JsonTree value={run.config} />
      </Card>
    </div>
  );
}

function Mono({ children }: { children: string }) {
  return <span className="break-all font-mono text-xs">{children}</span>;
}
