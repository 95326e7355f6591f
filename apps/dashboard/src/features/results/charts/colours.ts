/** What is looked for, the rest, and a curve of both; the same in every chart. */
export const POSITIVE_COLOUR = 'var(--series-2)';
export const NEGATIVE_COLOUR = 'var(--series-3)';
export const CURVE_COLOUR = 'var(--series-1)';
