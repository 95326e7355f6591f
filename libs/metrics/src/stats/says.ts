/** What a comparison found. Numbers are null where they cannot be told; `says` then gives the reason. */
export type Finding = {
  /** First minus second, in the figure's own unit. */
  effect: number | null;
  low: number | null;
  high: number | null;
  /** Two-sided chance of an effect as large when there is none. */
  p: number | null;
  /** What may be said in plain words, and what may not. */
  says: string;
};

/** What was drawn anew, and hence what an interval speaks of. */
export type Over = 'seeds' | 'pictures' | 'folds';

/** How the two sides are called in words, and how sure an interval is. */
export type Wording = {
  a?: string | undefined;
  b?: string | undefined;
  level?: number | undefined;
  /** What the finding speaks of, where that is not what the test alone would say. */
  scope?: string | undefined;
  /** By Holm, where several differences were looked at; then this p decides. */
  adjusted?: { p: number; comparisons: number } | undefined;
};

export const LEVEL = 0.95;

const SCOPE = {
  seeds: 'This speaks of training again with other seeds on the same data, not of other test pictures.',
  pictures: 'This speaks of other pictures of the same kind for these two models as they are, not of training again.',
  folds: 'This speaks of training on other samples of the same source, as far as folds that share data can tell.',
} satisfies Record<Over, string>;

export type SaidDifference = { effect: number; low: number | null; high: number | null; p: number; over: Over };

/** A difference in words: which side is higher, or that none is shown, and what that does and does not mean. */
export function sayDifference({ effect, low, high, p, over }: SaidDifference, wording: Wording = {}): string {
  const { a, b, level, scope = SCOPE[over], adjusted } = worded(wording);
  const range = low === null || high === null ? '' : `${percent(level)} interval ${number(low)} to ${number(high)}, `;
  const chance = adjusted
    ? `${sayP(p)}, ${sayP(adjusted.p)} corrected for ${adjusted.comparisons} comparisons`
    : sayP(p);
  if ((adjusted?.p ?? p) < 1 - level) {
    const [upper, lower] = effect >= 0 ? [a, b] : [b, a];
    const size = number(Math.abs(effect));
    const shown = effect >= 0 || range === '' ? range : range.replace('interval', `interval of ${a} − ${b}`);
    return `${upper} is higher than ${lower} by ${size} (${shown}${chance}). ${scope}`;
  }
  const open =
    low === null || high === null ? '' : ` differences from ${number(low)} to ${number(high)} remain possible, and`;
  return (
    `No difference is shown: ${a} − ${b} = ${number(effect)} (${range}${chance}). ` +
    `That does not say that they are equal:${open} equivalence needs a margin and a test of its own. ${scope}`
  );
}

/** Nothing can be told, and why. `effect` may still be known. */
export function cannotSay(reason: string, effect: number | null = null, wording: Wording = {}): Finding {
  const { a, b } = worded(wording);
  const seen = effect === null ? '' : ` ${a} − ${b} = ${number(effect)} was seen, which may be chance.`;
  return { effect, low: null, high: null, p: null, says: `Nothing can be said: ${reason}.${seen}` };
}

/** Names and level with what stands for them where they are not given. */
export function worded({ a = 'the first', b = 'the second', level = LEVEL, ...rest }: Wording) {
  return { a, b, level, ...rest };
}

/** A p value in words. */
export function sayP(p: number): string {
  // Two digits would make 0.0503 the very limit that it is not below.
  return p < 0.0001 ? 'p < 0.0001' : `p = ${Number(p.toPrecision(p >= 0.01 && p < 0.1 ? 3 : 2))}`;
}

/** A number with three significant digits, close to 1 enough to tell it from 1, and with a real minus. */
export function number(value: number): string {
  const rest = 1 - Math.abs(value);
  const digits = rest > 0 && rest < 0.1 ? value.toFixed(Math.min(15, Math.ceil(-Math.log10(rest)) + 1)) : undefined;
  return String(Number(digits ?? value.toPrecision(3))).replace('-', '−');
}

export function percent(level: number): string {
  return `${Number((level * 100).toPrecision(4))} %`;
}
