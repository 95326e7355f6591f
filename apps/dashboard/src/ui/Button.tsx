import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export const buttonStyle = cva(
  'inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded border font-medium disabled:opacity-50',
  {
    variants: {
      kind: {
        plain: 'border-line-strong bg-surface text-ink hover:bg-raised',
        primary: 'border-accent bg-accent text-on-accent hover:brightness-110',
        danger: 'border-bad bg-surface text-bad hover:bg-raised',
        bare: 'border-transparent text-accent hover:bg-raised',
      },
      size: { small: 'h-7 px-2 text-xs', normal: 'h-8 px-3 text-sm' },
    },
    defaultVariants: { kind: 'plain', size: 'normal' },
  },
);

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonStyle>;

export function Button({ kind, size, className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={cn(buttonStyle({ kind, size }), className)} {...rest} />;
}
