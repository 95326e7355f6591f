import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

/** A plain table that scrolls sideways in itself when the screen is narrow; a keyboard can reach that scrolling. */
export function Table({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and the section around is the landmark
    <div
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className={cn('relative overflow-x-auto rounded-md border border-line bg-surface', className)}
    >
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{label}</caption>
        {children}
      </table>
    </div>
  );
}

type CellProps = { isNumber?: boolean };

export function Th({ isNumber, className, scope = 'col', ...rest }: ComponentProps<'th'> & CellProps) {
  return (
    <th
      scope={scope}
      className={cn(
        'whitespace-nowrap border-line border-b bg-surface px-3 py-2 font-medium text-muted text-xs',
        isNumber && 'text-right',
        className,
      )}
      {...rest}
    />
  );
}

export function Td({ isNumber, className, ...rest }: ComponentProps<'td'> & CellProps) {
  return (
    <td
      className={cn('border-line border-b px-3 py-1.5 align-baseline', isNumber && 'text-right', className)}
      {...rest}
    />
  );
}

export function Tr({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={cn('last:[&>td]:border-b-0 last:[&>th]:border-b-0', className)} {...rest} />;
}

/** Names its row. */
export function RowTh({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="row"
      className={cn('border-line border-b px-3 py-1.5 align-baseline font-normal', className)}
      {...rest}
    />
  );
}
