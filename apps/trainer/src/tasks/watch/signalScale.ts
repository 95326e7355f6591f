import type { PretrainConfig } from '@assay/contracts';
import type { SignalScale } from '@assay/metrics';

type Scale = Pick<SignalScale, 'constantLoss' | 'largestEntropy'>;

/**
 * What a method's loss and entropy are when its networks say the same of every picture. Methods whose loss says nothing of
 * it (a reconstruction, a loss that is 0 then, a sum of terms) have none; the features speak for them.
 */
export function signalScale({ method, batchSize, accumulateSteps }: PretrainConfig): Scale {
  const pictures = batchSize / accumulateSteps;
  switch (method.kind) {
    case 'simclr':
      // Every other view of the batch is as likely as the right one.
      return { constantLoss: Math.log(2 * pictures - 1) };
    default:
      return {};
  }
}

/** Among the scalars that a method reports, the entropy of what a picture is told to be. */
export function entropyOf(extra: Readonly<Record<string, number>>): number | undefined {
  return extra.teacherEntropy ?? extra.entropy;
}
