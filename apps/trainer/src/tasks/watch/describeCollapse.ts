import type { Collapse, CollapseReason, CollapseSignal } from '@assay/metrics';

const SIGNALS: Record<CollapseSignal, string> = {
  std: 'the standard deviation of the features',
  rankme: "the features' rank",
  embedding: 'the spread of the embeddings',
  loss: 'the loss',
  entropy: 'the entropy of the answers',
};

const REASONS: Record<CollapseReason, (limit: string) => string> = {
  zero: (limit) => `is close to 0 (below ${limit})`,
  fallen: (limit) => `has fallen to a tenth of its first value (below ${limit})`,
  one: (limit) => `is close to 1 (below ${limit}), so that one direction says all`,
  constant: (limit) => `stays at ${limit}, what an answer gets that looks at no picture`,
  largest: (limit) => `is close to its largest (above ${limit}), so that all answers are as likely`,
};

/** A sentence for the log. */
export function describeCollapse({ signal, reason, since, value, limit }: Collapse): string {
  const figure = (number: number) => Number(number.toPrecision(4)).toString();
  return `this looks like a collapse: ${SIGNALS[signal]} ${REASONS[reason](figure(limit))} since step ${since}, now ${figure(value)}`;
}
