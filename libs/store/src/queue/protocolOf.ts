import type { RunConfig } from '@assay/contracts';
import type { ResultProtocol } from '../schema/runMetrics';

/**
 * How a run's figures are measured: what must agree, beside the pictures, before two of them may be compared. How a
 * model came about (its method, its features) is no part of it, since that is what is being compared. What is measured in
 * another way than the rest of its run (a probe, a fine-tuned model) is reported with a protocol of its own.
 */
export function protocolOf(config: RunConfig): ResultProtocol {
  const { resize } = config.input;
  switch (config.task) {
    case 'finetune':
    case 'probe':
      return { name: 'classification', parameters: { resize } };
    case 'classical':
      return config.goodOnly
        ? { name: 'anomaly', parameters: { resize, quantile: config.goodOnly.quantile } }
        : { name: 'classification', parameters: { resize } };
    case 'anomaly':
      return { name: 'anomaly', parameters: { resize, quantile: config.threshold.quantile } };
    case 'pretrain':
      return { name: 'pretraining', parameters: { resize } };
  }
}

/** Figures of one fold are of other pictures than those of another: which fold it is, is part of how they were measured. */
export function withFold(protocol: ResultProtocol, { fold }: RunConfig): ResultProtocol {
  return fold ? { ...protocol, parameters: { ...protocol.parameters, fold } } : protocol;
}
