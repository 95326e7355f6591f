import type { FewLabelsConfig, ProbeConfig } from '@assay/contracts';
import { CLASSIFICATION } from '../classification';
import type { Protocol } from '../reporter';

/** How a probe's figures were measured, every parameter named: two of them may be compared when it is the same. */
export function probeProtocol(probe: ProbeConfig): Protocol {
  return { name: CLASSIFICATION.name, parameters: { ...CLASSIFICATION.parameters, probe: describe(probe) } };
}

/** The same on a share of the labels: the mean over draws. */
export function fewLabelsProtocol(probe: ProbeConfig, labels: { fraction: number; seeds: FewLabelsConfig['seeds'] }) {
  const { name, parameters } = probeProtocol(probe);
  return { name, parameters: { ...parameters, labels: { ...labels, drawn: 'per class, at least one' } } };
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
