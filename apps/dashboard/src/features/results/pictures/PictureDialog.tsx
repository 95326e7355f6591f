'use client';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';

/** A picture large, its neighbours by buttons and arrow keys. */
export function PictureDialog(props: {
  title: string;
  isOpen: boolean;
  /** Place in the list, from 0; below 0 when the list does not hold it. */
  place: number;
  count: number;
  onPlace: (place: number) => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, isOpen, place, count, onPlace, onClose, children } = props;
  const t = useTranslations('results.pictures');
  const go = (next: number) => {
    if (place >= 0 && next >= 0 && next < count) onPlace(next);
  };
  const latest = useRef(go);
  latest.current = go;
  // The focus may be anywhere in the dialog, and its frame keeps arrow keys to itself: they are heard on their way down.
  useEffect(() => {
    if (!isOpen) return;
    const onKeyDown = (event: KeyboardEvent) => {
      // A slider keeps its arrows.
      if (event.target instanceof HTMLInputElement) return;
      if (event.key === 'ArrowLeft') latest.current(place - 1);
      else if (event.key === 'ArrowRight') latest.current(place + 1);
    };
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [isOpen, place]);
  return (
    <Dialog title={title} isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isWide>
      {children}
      <div className="mt-4 flex items-center justify-between gap-3">
        <Button size="small" disabled={place <= 0} onClick={() => go(place - 1)}>
          <ArrowLeft aria-hidden className="size-3.5" />
          {t('previous')}
        </Button>
        <span aria-live="polite" className="text-muted text-xs">
          {place >= 0 ? t('place', { place: place + 1, count }) : t('notInList')}
        </span>
        <Button size="small" disabled={place < 0 || place >= count - 1} onClick={() => go(place + 1)}>
          {t('next')}
          <ArrowRight aria-hidden className="size-3.5" />
        </Button>
      </div>
    </Dialog>
  );
}
