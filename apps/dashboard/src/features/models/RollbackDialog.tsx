'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '~/trpc/client';
import { Button } from '~/ui/Button';
import { Dialog, DialogActions } from '~/ui/Dialog';
import { TextArea } from '~/ui/Field';
import { ErrorState } from '~/ui/States';

export function RollbackDialog(props: { name: string; version: number; onDone: (version: number) => void }) {
  const { name, version, onDone } = props;
  const t = useTranslations('models.rollback');
  const ui = useTranslations('ui');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState('');
  const rollback = useMutation(
    trpc.models.rollback.mutationOptions({
      onSuccess: ({ event }) => {
        setIsOpen(false);
        setReason('');
        onDone(event.to);
        void queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <>
      <Button kind="danger" onClick={() => setIsOpen(true)}>
        {t('action')}
      </Button>
      <Dialog
        title={t('title', { name })}
        description={t('text', { version: String(version) })}
        isOpen={isOpen}
        onOpenChange={(open) => {
          setIsOpen(open);
          rollback.reset();
        }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            rollback.mutate({ name, reason });
          }}
        >
          <TextArea
            label={t('reason')}
            hint={t('reasonHint')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            rows={2}
            maxLength={2000}
            required
          />
          {rollback.error && (
            <div className="mt-3">
              <ErrorState error={rollback.error} isRefused />
            </div>
          )}
          <DialogActions>
            <Button onClick={() => setIsOpen(false)}>{ui('cancel')}</Button>
            <Button type="submit" kind="danger" disabled={rollback.isPending || reason.trim() === ''}>
              {t('confirm')}
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}
