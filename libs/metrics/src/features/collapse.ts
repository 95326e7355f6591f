/** What a collapse is seen in. */
export const COLLAPSE_SIGNALS = ['std', 'rankme', 'embedding', 'loss', 'entropy'] as const;
export type CollapseSignal = (typeof COLLAPSE_SIGNALS)[number];
export const COLLAPSE_REASONS = ['zero', 'fallen', 'one', 'constant', 'largest'] as const;
export type CollapseReason = (typeof COLLAPSE_REASONS)[number];

/** The signals of one look at a training; those that a method or a look does not have are left out. */
export type SignalPoint = { step: number } & { [Signal in CollapseSignal]?: number | undefined };

/** What the signals are held against. */
export type SignalScale = {
  /** Of the features. */
  dimension: number;
  /** The loss that the method has when its networks say the same of every picture. */
  constantLoss?: number | undefined;
  /** The largest that the entropy can be, log K, and which of its ends is a collapse. */
  entropy?: { largest: number; bad: readonly ('zero' | 'largest')[] } | undefined;
};

export type Collapse = {
  signal: CollapseSignal;
  reason: CollapseReason;
  /** Step of the first look of the unbroken series that is beyond the limit. */
  since: number;
  /** Of the last look. */
  value: number;
  limit: number;
};

/** Where the alarm is raised. A signal must be beyond its limit in this many looks in a row. */
export const COLLAPSE_LIMITS = {
  looks: 3,
  /** Standard deviation as a share of 1 / sqrt(D), that of features which lie evenly on the sphere. */
  stdShare: 0.01,
  /** Standard deviation as a share of its first value. */
  stdOfFirst: 0.1,
  /** RankMe of features that lie on one line is 1. */
  rank: 1.05,
  /** Spread of the method's own embeddings, where even ones have 1. */
  embedding: 0.02,
  /** Distance of the loss from its constant, as a share of it. */
  lossShare: 0.005,
  /** Entropy as a share of log K: below the first it is 0, above the second the largest. */
  entropyLow: 0.02,
  entropyHigh: 0.995,
} as const;

type Verdict = { reason: CollapseReason; limit: number } | null;

/**
 * Which signals say that the networks have stopped telling pictures apart, and since which step. Each is judged by itself:
 * features that hardly differ or differ far less than at first, a rank of one, a loss that stays at what a constant
 * answer gets, embeddings that hardly differ, an entropy at 0 (one answer for all) or at log K (no answer).
 *
 * @param history looks in the order of their steps
 */
export function findCollapse(history: readonly SignalPoint[], scale: SignalScale): Collapse[] {
  return COLLAPSE_SIGNALS.flatMap((signal) => {
    const seen = history.flatMap((point) => {
      const value = point[signal];
      return value === undefined ? [] : [{ step: point.step, value }];
    });
    const first = seen[0]?.value ?? 0;
    const judge = JUDGES[signal];
    let series: { step: number; value: number }[] = [];
    let verdict: Verdict = null;
    for (const look of seen) {
      verdict = judge(look.value, first, scale);
      series = verdict ? [...series, look] : [];
    }
    const [start] = series;
    const last = series.at(-1);
    if (!verdict || !start || !last || series.length < COLLAPSE_LIMITS.looks) return [];
    return [{ signal, ...verdict, since: start.step, value: last.value }];
  });
}

const JUDGES: { [Signal in CollapseSignal]: (value: number, first: number, scale: SignalScale) => Verdict } = {
  std(value, first, { dimension }) {
    const zero = COLLAPSE_LIMITS.stdShare / Math.sqrt(dimension);
    if (value < zero) return { reason: 'zero', limit: zero };
    const fallen = COLLAPSE_LIMITS.stdOfFirst * first;
    return value < fallen ? { reason: 'fallen', limit: fallen } : null;
  },
  rankme: (value) => (value < COLLAPSE_LIMITS.rank ? { reason: 'one', limit: COLLAPSE_LIMITS.rank } : null),
  embedding: (value) =>
    value < COLLAPSE_LIMITS.embedding ? { reason: 'zero', limit: COLLAPSE_LIMITS.embedding } : null,
  loss(value, _first, { constantLoss }) {
    if (constantLoss === undefined) return null;
    const isThere = Math.abs(value - constantLoss) <= COLLAPSE_LIMITS.lossShare * Math.abs(constantLoss);
    return isThere ? { reason: 'constant', limit: constantLoss } : null;
  },
  entropy(value, _first, { entropy }) {
    if (!entropy) return null;
    const { largest, bad } = entropy;
    const low = COLLAPSE_LIMITS.entropyLow * largest;
    const high = COLLAPSE_LIMITS.entropyHigh * largest;
    if (value < low && bad.includes('zero')) return { reason: 'zero', limit: low };
    return value > high && bad.includes('largest') ? { reason: 'largest', limit: high } : null;
  },
};
