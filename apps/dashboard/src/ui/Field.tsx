'use client';
import { type ComponentProps, useId } from 'react';
import { cn } from './cn';

const BOX = 'w-full rounded border border-line-strong bg-surface px-2 text-ink text-sm placeholder:text-muted';

type Common = { label: string; isLabelHidden?: boolean; hint?: string };

export function TextField({ label, isLabelHidden, hint, className, ...rest }: Common & ComponentProps<'input'>) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'mb-1 block text-muted text-xs'}>
        {label}
      </label>
      <input id={id} aria-describedby={hint ? `${id}-hint` : undefined} className={cn(BOX, 'h-8')} {...rest} />
      {hint && <Hint id={`${id}-hint`}>{hint}</Hint>}
    </div>
  );
}

export function TextArea({ label, isLabelHidden, hint, className, ...rest }: Common & ComponentProps<'textarea'>) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'mb-1 block text-muted text-xs'}>
        {label}
      </label>
      <textarea id={id} aria-describedby={hint ? `${id}-hint` : undefined} className={cn(BOX, 'py-1.5')} {...rest} />
      {hint && <Hint id={`${id}-hint`}>{hint}</Hint>}
    </div>
  );
}

export function Checkbox({ label, className, ...rest }: { label: string } & ComponentProps<'input'>) {
  return (
    <label className={cn('flex cursor-pointer items-center gap-2 whitespace-nowrap text-sm', className)}>
      <input type="checkbox" className="size-4 accent-(--accent)" {...rest} />
      {label}
    </label>
  );
}

function Hint({ id, children }: { id: string; children: string }) {
  return (
    <p id={id} className="mt-1 text-muted text-xs">
      {children}
    </p>
  );
}
