'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cn } from './cn';

/** A modal question; focus goes in, stays in and comes back. */
export function Dialog(props: {
  title: string;
  description?: ReactNode;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  isWide?: boolean;
  children: ReactNode;
}) {
  const { title, description, isOpen, onOpenChange, isWide = false, children } = props;
  const t = useTranslations('ui');
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => onOpenChange(open)}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/50" />
        <Base.Popup
          className={cn(
            'fixed top-1/2 left-1/2 z-50 max-h-[90dvh] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-surface p-5 shadow-xl',
            isWide ? 'w-[min(64rem,calc(100vw-2rem))]' : 'w-[min(36rem,calc(100vw-2rem))]',
          )}
        >
          <div className="flex items-start justify-between gap-4">
            <Base.Title className="min-w-0 break-words font-semibold text-base">{title}</Base.Title>
            <Base.Close aria-label={t('close')} className="-m-1 rounded p-1 text-muted hover:bg-raised hover:text-ink">
              <X aria-hidden className="size-4" />
            </Base.Close>
          </div>
          {description && (
            <Base.Description className="mt-1 text-muted" render={<div />}>
              {description}
            </Base.Description>
          )}
          <div className="mt-4">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>;
}
