'use client';
import { useMemo } from 'react';
import { useUrlState } from '~/ui/useUrlState';

/** What mistakes cost, in any unit; `prevalence` is the share of defects where the model will work. */
export type CostModel = { escape: number; overkill: number; prevalence?: number };

/** An escape mostly costs more than a piece that is looked at again; by how much only the reader knows. */
const FIRST = { escape: 10, overkill: 1 };

/** The costs in the address. What is no cost there counts as not given. */
export function useCosts(): { costs: CostModel; setCost: (name: keyof CostModel, text: string) => void } {
  const { get, set } = useUrlState();
  const [ofEscape, ofOverkill, prevalence] = [get('escape'), get('overkill'), get('prevalence')];
  const costs = useMemo(() => {
    const given = { escape: parseCost(ofEscape) ?? FIRST.escape, overkill: parseCost(ofOverkill) ?? FIRST.overkill };
    // With nothing to lose every threshold is the best.
    const priced = given.escape + given.overkill > 0 ? given : FIRST;
    const share = parseCost(prevalence);
    return share !== null && share <= 1 ? { ...priced, prevalence: share } : priced;
  }, [ofEscape, ofOverkill, prevalence]);
  return { costs, setCost: (name, text) => set({ [name]: text.trim() === '' ? null : text }) };
}

export function parseCost(text: string | null): number | null {
  if (text === null || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}
