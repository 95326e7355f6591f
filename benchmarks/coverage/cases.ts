import {
  aurocInterval,
  bootstrapIntervals,
  clopperPearsonInterval,
  delongTest,
  mcnemarTest,
  orderScores,
  pairedBootstrap,
  pairedTTest,
  percentileInterval,
  rateInterval,
  resampleCounts,
  tInterval,
  weightedAuroc,
  weightedAveragePrecision,
  welchTest,
  wilcoxonTest,
  wilsonInterval,
} from '@assay/metrics';
import { type Binormal, drawBinormal, normal, type Random, type Scored, truthOf } from './draws';

/** Whether each interval held the truth in one experiment; null where there was none. */
export type Held = Record<string, boolean | null>;

export type CoverageCase = {
  key: string;
  /** Seeds or pictures. */
  size: number;
  /** Intervals that promise at least their level at every truth. */
  exact: readonly string[];
  /** Intervals that may hold more often than they promise here, for want of data. */
  wide?: readonly string[];
  /** Intervals that are simulated to show what is not used, and why. */
  unused?: readonly string[];
  /** How many times the usual number of experiments, where one costs next to nothing. */
  times?: number;
  /** One experiment: data from a known truth. @param seed of the experiment's own draws */
  experiment(random: Random, seed: number): Held;
};

type Range = { low: number | null; high: number | null } | null;

function holds(range: Range, truth: number): boolean | null {
  if (!range || range.low === null || range.high === null) return null;
  return range.low <= truth && truth <= range.high;
}

/** Over seeds: normal values, two groups whose spreads differ by a factor of two, and pairs. */
function overSeeds(n: number): CoverageCase {
  const draw = (random: Random, std: number): number[] => Array.from({ length: n }, () => std * normal(random));
  return {
    key: `seeds${n}`,
    size: n,
    times: 10,
    exact: ['mean/t', 'difference/pairedT', 'difference/wilcoxon'],
    experiment(random) {
      const [a, b] = [draw(random, 0.02), draw(random, 0.04)];
      const [one, other] = [draw(random, 0.02), draw(random, 0.02)];
      return {
        'mean/t': holds(tInterval(a), 0),
        'difference/welch': holds(welchTest(a, b), 0),
        'difference/pairedT': holds(pairedTTest(one, other), 0),
        'difference/wilcoxon': holds(wilcoxonTest(one, other), 0),
      };
    },
  };
}

/** A rate of which `rarer` of n are expected to be wrong. */
function ofRate(n: number, rarer: number): CoverageCase {
  const rate = 1 - rarer / n;
  return {
    key: `rate/pictures${n}/wrong${rarer}`,
    size: n,
    exact: ['clopperPearson'],
    // Below five Clopper-Pearson may be what is chosen.
    wide: rarer < 5 ? ['chosen'] : [],
    unused: ['percentile', ...(rarer < 5 ? ['wilson'] : [])],
    experiment(random, seed) {
      let right = 0;
      for (let i = 0; i < n; i++) if (random() < rate) right++;
      const counted = Array.from({ length: n }, (_, i) => (i < right ? 1 : 0));
      const shares =
        n > 200
          ? null
          : Array.from(resampleCounts({ units: n, rounds: 400, seed }), (counts) =>
              counted.reduce<number>((sum, value, i) => sum + value * (counts[i] ?? 0), 0),
            ).map((sum) => sum / n);
      return {
        chosen: holds(rateInterval(right, n), rate),
        wilson: holds(wilsonInterval(right, n), rate),
        clopperPearson: holds(clopperPearsonInterval(right, n), rate),
        ...(shares ? { percentile: holds(percentileInterval(shares), rate) } : {}),
      };
    },
  };
}

const BCA_MAX = 2000;

/** Figures of scores: areas by DeLong and by the bootstrap, F1 and average precision by the bootstrap. */
function ofScores(n: number, name: string, model: Binormal): CoverageCase {
  const truth = truthOf(model);
  const isBca = n <= BCA_MAX;
  return {
    key: `scores/${name}/pictures${n}`,
    size: n,
    exact: [],
    unused: ['rocAuc/bootstrap', ...(isBca ? ['f1/percentile', 'averagePrecision/percentile'] : [])],
    experiment(random, seed) {
      const drawn = drawBinormal(model, n, random);
      const rounds = n > 500 ? 500 : 1000;
      const plan = { units: n, rounds, seed };
      const percentile = isBca && n <= 200 ? bootstrapIntervals(figuresOf(drawn), plan) : null;
      const used = bootstrapIntervals(figuresOf(drawn), { ...plan, kind: isBca ? 'bca' : 'percentile' });
      return {
        'rocAuc/delong': holds(aurocInterval(drawn.labels, drawn.scores), truth.rocAuc),
        'rocAuc/bootstrap': holds(used.rocAuc ?? null, truth.rocAuc),
        'f1/chosen': holds(used.f1 ?? null, truth.f1),
        'averagePrecision/chosen': holds(used.averagePrecision ?? null, truth.averagePrecision),
        ...(percentile && {
          'f1/percentile': holds(percentile.f1 ?? null, truth.f1),
          'averagePrecision/percentile': holds(percentile.averagePrecision ?? null, truth.averagePrecision),
        }),
      };
    },
  };
}

function figuresOf({ labels, scores, predicted }: Scored) {
  const order = orderScores(scores);
  return (weights: Uint16Array) => {
    const [[tn, fp], [fn, tp]] = [
      [0, 0],
      [0, 0],
    ].map((row, label) => {
      for (let i = 0; i < labels.length; i++) {
        if (labels[i] === label) row[predicted[i] ?? 0] = (row[predicted[i] ?? 0] ?? 0) + (weights[i] ?? 0);
      }
      return row;
    }) as [[number, number], [number, number]]; // two rows of two, as given above
    const f1 = (hits: number): number => (hits === 0 ? 0 : (2 * hits) / (2 * hits + fp + fn));
    return {
      rocAuc: weightedAuroc(order, { labels, weights }),
      averagePrecision: weightedAveragePrecision(order, { labels, weights }),
      f1: (f1(tp) + f1(tn)) / 2,
    };
  };
}

/** Two models on the same pictures, right together more often than chance would have it. */
function ofPairs(n: number): CoverageCase {
  const [onlyFirst, onlySecond] = [0.12, 0.06];
  const apart = { a: 1.5, b: 1.2 };
  const area = truthOf({ apart: apart.a, share: 0.3 }).rocAuc - truthOf({ apart: apart.b, share: 0.3 }).rocAuc;
  return {
    key: `pairs/pictures${n}`,
    size: n,
    exact: [],
    experiment(random, seed) {
      const isRight = { a: new Uint8Array(n), b: new Uint8Array(n) };
      let [onlyA, onlyB] = [0, 0];
      for (let i = 0; i < n; i++) {
        const draw = random();
        if (draw < onlyFirst) {
          isRight.a[i] = 1;
          onlyA++;
        } else if (draw < onlyFirst + onlySecond) {
          isRight.b[i] = 1;
          onlyB++;
        } else if (draw < 0.9) {
          isRight.a[i] = 1;
          isRight.b[i] = 1;
        }
      }
      const share = (of: Uint8Array) => (counts: Uint16Array) =>
        counts.reduce((sum, count, i) => sum + count * (of[i] ?? 0), 0) / n;
      const rounds = n > 500 ? 500 : 1000;
      const bootstrap =
        n > 1000 ? null : pairedBootstrap({ a: share(isRight.a), b: share(isRight.b) }, { units: n, rounds, seed });
      const labels = Uint8Array.from({ length: n }, () => (random() < 0.3 ? 1 : 0));
      // What both models see of a picture, and what each makes of it: variance 1 together.
      const common = Float64Array.from(labels, () => Math.SQRT1_2 * normal(random));
      const scoresOf = (distance: number) =>
        Float64Array.from(labels, (label, i) => (common[i] ?? 0) + Math.SQRT1_2 * normal(random) + distance * label);
      const scores = { a: scoresOf(apart.a), b: scoresOf(apart.b) };
      return {
        'accuracy/tango': holds(mcnemarTest({ onlyA, onlyB, n }), onlyFirst - onlySecond),
        'rocAuc/delong': holds(delongTest(labels, scores), area),
        ...(bootstrap && { 'accuracy/bootstrap': holds(bootstrap, onlyFirst - onlySecond) }),
      };
    },
  };
}

/** All of them, at the sizes that comparisons here have: 3 to 10 seeds, 50 to 5,000 pictures. */
export function coverageCases(): CoverageCase[] {
  return [
    ...[3, 5, 10].map(overSeeds),
    ...[50, 200, 1000, 5000].flatMap((n) => [0.5, 2, 5, 10, n / 4].map((rarer) => ofRate(n, rarer))),
    ...[50, 200, 1000, 5000].map((n) => ofScores(n, 'close', { apart: 1.5, share: 0.3 })),
    ...[50, 200, 1000].map((n) => ofScores(n, 'clear', { apart: 2.6, share: 0.4 })),
    ...[50, 200, 1000, 5000].map(ofPairs),
  ];
}
