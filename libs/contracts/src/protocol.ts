type Protocol = { name: string; parameters: Record<string, unknown> };

/**
 * What of a protocol counts when two models are held against each other on the same pictures: how a decision was made of
 * their scores. How a model was fitted (`probe`, `labels`) counts only when two ways of pretraining are compared.
 */
export function decisionOf({ name, parameters }: Protocol): Protocol {
  const { probe: _probe, labels: _labels, ...decision } = parameters;
  return { name, parameters: decision };
}
