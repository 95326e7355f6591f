'use client';
import { useId } from 'react';
import { cn } from './cn';

/** How much of one thing covers another: 0 to 1, in steps of a twentieth. */
export function ShareSlider(props: {
  label: string;
  value: number;
  onValue: (value: number) => void;
  className?: string;
}) {
  const { label, value, onValue, className } = props;
  const id = useId();
  const words = `${Math.round(100 * value)} %`;
  return (
    <div className={cn('flex items-center gap-2 text-muted text-xs', className)}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={value}
        aria-valuetext={words}
        onChange={(event) => onValue(Number(event.target.value))}
        className="h-6 min-w-40 flex-1 accent-accent"
      />
      <output htmlFor={id} className="w-12 text-right">
        {words}
      </output>
    </div>
  );
}
