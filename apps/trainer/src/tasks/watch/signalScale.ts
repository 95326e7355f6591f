import type { PretrainConfig } from '@assay/contracts';
import type { SignalScale } from '@assay/metrics';

type Scale = Pick<SignalScale, 'constantLoss' | 'entropy'>;
type Extra = Readonly<Record<string, number>>;

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
    case 'moco':
      // The key and all of the queue are.
      return { constantLoss: Math.log(1 + method.queue) };
    case 'mocoV3':
      // All keys of the other view are; two such terms, each times twice the temperature.
      return { constantLoss: 4 * method.temperature * Math.log(pictures) };
    case 'simsiam':
      // The two views' answers are one, and so is their cosine.
      return { constantLoss: -1 };
    case 'dino':
      // Without centring one output takes all, without sharpening all are alike (arXiv 2104.14294, section 5.3).
      return { entropy: { largest: Math.log(method.head.outputs), bad: ['zero', 'largest'] } };
    case 'swav':
      // One prototype for all pictures; that all are used as often is the aim.
      return {
        constantLoss: Math.log(method.prototypes),
        entropy: { largest: Math.log(method.prototypes), bad: ['zero'] },
      };
    default:
      return {};
  }
}

/** Among the scalars that a method reports: the entropy of the answers, and how far apart its embeddings lie. */
export function reportedSignals({ teacherEntropy, prototypeEntropy, embeddingStd }: Extra): {
  entropy?: number | undefined;
  embedding?: number | undefined;
} {
  return { entropy: teacherEntropy ?? prototypeEntropy, embedding: embeddingStd };
}
