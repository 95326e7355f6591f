'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '~/trpc/client';
import { Button } from '~/ui/Button';
import { Dialog, DialogActions } from '~/ui/Dialog';
import { ErrorState } from '~/ui/States';

export function CancelRun({ run }: { run: string }) {
  const t = useTranslations('run.cancel');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const cancel = useMutation(
    trpc.runs.cancel.mutationOptions({
      onSuccess: () => {
        setIsOpen(false);
        void queryClient.invalidateQueries({ queryKey: trpc.runs.pathKey() });
      },
    }),
  );
  return (
    <>
      <Button kind="danger" onClick={() => setIsOpen(true)}>
        {t('action')}
      </Button>
      <Dialog title={t('title')} description={t('text')} isOpen={isOpen} onOpenChange={setIsOpen}>
        {cancel.error && <ErrorState error={cancel.error} isRefused />}
        <DialogActions>
          <Button onClick={() => setIsOpen(false)}>{t('keep')}</Button>
          <Button kind="danger" disabled={cancel.isPending} onClick={() => cancel.mutate({ run })}>
            {t('confirm')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
