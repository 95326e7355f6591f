'use client';
import type { ReactNode } from 'react';
import { Card } from '~/ui/Page';

/** A chart with its name, its figure and what it answers. */
export function ChartCard(props: { title: string; figure?: ReactNode; hint: string; children: ReactNode }) {
  const { title, figure, hint, children } = props;
  return (
    <Card className="h-full p-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 className="font-medium">{title}</h3>
        {figure && <p className="text-xs tabular-nums">{figure}</p>}
      </div>
      <p className="mb-2 text-muted text-xs">{hint}</p>
      {children}
    </Card>
  );
}

/** Stands where a chart has nothing to show, and says why. */
export function NoChart({ children }: { children: ReactNode }) {
  return (
    <p className="flex min-h-32 items-center justify-center rounded border border-line border-dashed p-4 text-center text-muted">
      {children}
    </p>
  );
}
