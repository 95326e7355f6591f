import { normalCdf, normalQuantile } from '@assay/metrics';

export type Random = () => number;

/** A normal number by the inverse of its distribution's cosine form (Box and Muller 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Pictures of two classes whose scores are normal with variance 1 and means 0 and `apart`; a defect above the middle. */
export type Binormal = { apart: number; share: number };

export type Scored = { labels: Uint8Array; scores: Float64Array; predicted: Uint8Array };

export function drawBinormal({ apart, share }: Binormal, n: number, random: Random): Scored {
  const labels = Uint8Array.from({ length: n }, () => (random() < share ? 1 : 0));
  const scores = Float64Array.from(labels, (label) => normal(random) + apart * label);
  return { labels, scores, predicted: scores.map((score) => (score > apart / 2 ? 1 : 0)) as unknown as Uint8Array };
}

/** What the figures come to over all pictures there could be, in closed form or by a fine sum. */
export function truthOf({ apart, share }: Binormal): Record<'accuracy' | 'rocAuc' | 'averagePrecision' | 'f1', number> {
  const right = normalCdf(apart / 2); // of either class, since the limit lies in the middle
  const found = share * right;
  const f1 = (hits: number, others: number): number => (2 * hits) / (2 * hits + others);
  const wrong = 1 - right;
  const steps = 100_000;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const rank = (i + 0.5) / steps;
    const recall = share * (1 - rank);
    sum += recall / (recall + (1 - share) * (1 - normalCdf(apart + normalQuantile(rank))));
  }
  return {
    accuracy: right,
    rocAuc: normalCdf(apart / Math.SQRT2),
    averagePrecision: sum / steps,
    f1: (f1(found, wrong) + f1((1 - share) * right, wrong)) / 2,
  };
}
