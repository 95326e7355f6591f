import type { FewLabelsConfig, ProbeConfig } from './config/probes';
import type { FinetuneConfig, PretrainConfig } from './config/runConfig';

/** How figures were measured: two may be compared only when it is the same. */
export type Protocol = { name: string; parameters: Record<string, unknown> };

/** The same for every strategy, so that they can be held against each other: all labelled pictures, highest score wins. */
export const CLASSIFICATION: Protocol = { name: 'classification', parameters: { decision: 'highest score' } };

/** How a probe's figures were measured, every parameter named: two of them may be compared when it is the same. */
export function probeProtocol(probe: ProbeConfig): Protocol {
  return { name: CLASSIFICATION.name, parameters: { ...CLASSIFICATION.parameters, probe: describe(probe) } };
}

/** The same on a share of the labels: the mean over draws. */
export function fewLabelsProtocol(
  probe: ProbeConfig,
  labels: { fraction: number; seeds: FewLabelsConfig['seeds'] },
): Protocol {
  const { name, parameters } = probeProtocol(probe);
  return { name, parameters: { ...parameters, labels: { ...labels, drawn: 'per class, at least one' } } };
}

/** How a fine-tuning came to its figures: of how many labels, what of it learned, and which epoch was kept. */
export function finetuneProtocol({
  trainable,
  select,
  dataset,
}: Pick<FinetuneConfig, 'trainable' | 'select' | 'dataset'>): Protocol {
  const { name, parameters } = CLASSIFICATION;
  const finetune = { trainable, select: select.metric };
  return { name, parameters: { ...parameters, finetune, labels: { fraction: dataset.labelFraction } } };
}

/** What learned from a share of the labels says so; of all labels nothing is said. */
export function withLabels(protocol: Protocol, { labelFraction }: { labelFraction: number }): Protocol {
  if (labelFraction === 1) return protocol;
  return { ...protocol, parameters: { ...protocol.parameters, labels: { fraction: labelFraction } } };
}

/** Of the probes that a pretraining is watched by: that of each one's own run. Null where it is watched by none. */
export function watchedProtocols({ knn, linear }: Pick<PretrainConfig['watch'], 'knn' | 'linear'>): {
  'knn/accuracy': Protocol | null;
  'linear/accuracy': Protocol | null;
} {
  return {
    'knn/accuracy': knn && probeProtocol({ kind: 'knn', k: knn.k, temperature: knn.temperature }),
    'linear/accuracy': linear && probeProtocol({ kind: 'linear', c: linear.c, maxIterations: linear.maxIterations }),
  };
}

/**
 * What of a protocol counts when two models are held against each other on the same pictures: how a decision was made of
 * their scores. How a model was fitted (`probe`, `finetune`, `labels`) counts only when two ways of pretraining are
 * compared.
 */
export function decisionOf({ name, parameters }: Protocol): Protocol {
  const { probe: _probe, finetune: _finetune, labels: _labels, ...decision } = parameters;
  return { name, parameters: decision };
}

function describe(probe: ProbeConfig): Record<string, unknown> {
  switch (probe.kind) {
    case 'knn':
      return { ...probe, similarity: 'cosine', votes: 'exp(similarity / temperature)', bank: 'train' };
    case 'linear':
      return { ...probe, features: 'standardised by train', solver: 'lbfgs' };
    case 'linearSweep':
      return { ...probe, schedule: 'cosine by epochs', selected: 'validation/accuracy of the last epoch' };
  }
}
