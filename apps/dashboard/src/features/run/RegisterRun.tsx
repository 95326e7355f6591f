'use client';
import { Name } from '@assay/contracts';
import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '~/trpc/client';
import { Button } from '~/ui/Button';
import { Dialog, DialogActions } from '~/ui/Dialog';
import { TextField } from '~/ui/Field';
import { ErrorState } from '~/ui/States';

export function RegisterRun({ run }: { run: { id: string; datasetName: string } }) {
  const t = useTranslations('run.register');
  const ui = useTranslations('ui');
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [name, setName] = useState(run.datasetName);
  const models = useQuery(trpc.models.list.queryOptions(isOpen ? undefined : skipToken));
  const register = useMutation(
    trpc.models.register.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries();
        router.push(`/models/${name}`);
      },
    }),
  );
  const existing = (models.data ?? []).map((model) => model.name);
  return (
    <>
      <Button kind="primary" onClick={() => setIsOpen(true)}>
        {t('action')}
      </Button>
      <Dialog title={t('title')} description={t('text')} isOpen={isOpen} onOpenChange={setIsOpen}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            register.mutate({ run: run.id, name });
          }}
        >
          <TextField
            label={t('name')}
            hint={existing.length > 0 ? t('existing', { names: existing.join(', ') }) : t('hint')}
            value={name}
            onChange={(event) => setName(event.target.value)}
            list={`models-${run.id}`}
            required
          />
          <datalist id={`models-${run.id}`}>
            {existing.map((model) => (
              <option key={model} value={model} />
            ))}
          </datalist>
          {register.error && (
            <div className="mt-3">
              <ErrorState error={register.error} isRefused />
            </div>
          )}
          <DialogActions>
            <Button onClick={() => setIsOpen(false)}>{ui('cancel')}</Button>
            <Button type="submit" kind="primary" disabled={!Name.safeParse(name).success || register.isPending}>
              {t('confirm')}
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}
