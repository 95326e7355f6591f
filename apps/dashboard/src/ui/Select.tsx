'use client';
import { useId } from 'react';
import { cn } from './cn';

type Option<Value extends string> = { value: Value; label: string };

/** The platform's own list: works with keyboard, screen reader and thumb without any help. */
export function Select<Value extends string>(props: {
  label: string;
  isLabelHidden?: boolean;
  value: Value;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
  className?: string;
}) {
  const { label, isLabelHidden = false, value, options, onChange, className } = props;
  const id = useId();
  return (
    <div className={cn('flex min-w-0 items-center gap-2', className)}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'whitespace-nowrap text-muted text-xs'}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        className="h-8 min-w-0 max-w-full rounded border border-line-strong bg-surface px-2 text-ink text-sm"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
