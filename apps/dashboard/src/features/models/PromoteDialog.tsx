'use client';
import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '~/trpc/client';
import { Button } from '~/ui/Button';
import { Dialog, DialogActions } from '~/ui/Dialog';
import { TextArea } from '~/ui/Field';
import { Select } from '~/ui/Select';
import { Answer, ErrorState } from '~/ui/States';
import { GateConditions } from './GateConditions';

const ALIASES = ['production', 'candidate'] as const;
export type AliasName = (typeof ALIASES)[number];

/** Asks where to and why, and shows what the gate says before anybody decides. */
export function PromoteDialog(props: { name: string; version: number; onDone: (alias: AliasName) => void }) {
  const { name, version, onDone } = props;
  const t = useTranslations('models.promote');
  const aliases = useTranslations('models.aliases');
  const ui = useTranslations('ui');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [alias, setAlias] = useState<AliasName>('production');
  const [reason, setReason] = useState('');
  const gate = useQuery(trpc.models.check.queryOptions(isOpen ? { name, version, to: alias } : skipToken));
  const promote = useMutation(
    trpc.models.promote.mutationOptions({
      onSuccess: () => {
        setIsOpen(false);
        setReason('');
        onDone(alias);
        void queryClient.invalidateQueries();
      },
      // Somebody else may have promoted meanwhile: what the gate says now is the answer.
      onError: () => void gate.refetch(),
    }),
  );
  return (
    <>
      <Button size="small" aria-label={t('actionOf', { version: String(version) })} onClick={() => setIsOpen(true)}>
        {t('action')}
      </Button>
      <Dialog
        title={t('title', { version: String(version), name })}
        isOpen={isOpen}
        onOpenChange={(open) => {
          setIsOpen(open);
          promote.reset();
        }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            promote.mutate({ name, version, to: alias, reason });
          }}
          className="space-y-4 text-left"
        >
          <Select
            label={t('to')}
            value={alias}
            options={ALIASES.map((value) => ({ value, label: aliases(value) }))}
            onChange={setAlias}
          />
          <Answer query={gate} rows={4}>
            {(answer) => <GateConditions conditions={answer.conditions} isOpen={answer.isOpen} />}
          </Answer>
          <TextArea
            label={t('reason')}
            hint={t('reasonHint')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            rows={2}
            maxLength={2000}
            required
          />
          {promote.error && <ErrorState error={promote.error} isRefused />}
          <DialogActions>
            <Button onClick={() => setIsOpen(false)}>{ui('cancel')}</Button>
            <Button
              type="submit"
              kind="primary"
              disabled={promote.isPending || gate.data?.isOpen !== true || reason.trim() === ''}
            >
              {t('confirm', { alias: aliases(alias) })}
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}
