import {
  accuracy,
  anomalyFigures,
  classificationFigures,
  confusionMatrix,
  type FigureInterval,
  precisionRecallF1,
} from '@assay/metrics';
import type { Predictions } from './predictionsFile';

/** What the predictions on one split come to. */
export type SplitFigures = {
  pictures: number;
  protocol: Predictions['header']['protocol'];
  figures: Record<string, number>;
  /** Figures that do not exist on these pictures, and why. */
  undefined: Record<string, string>;
  confusionMatrix?: number[][];
  /** Of the test figures, for other pictures of the same kind and this model as it is. */
  intervals?: Record<string, FigureInterval>;
};

/** Of scores of classes; from the stored predictions alone. */
export function classFigures({ header, lines }: Predictions): SplitFigures {
  const truth = lines.map((line) => line.truth.label ?? 0);
  const scores = lines.map((line) => line.scores ?? []);
  return { pictures: lines.length, protocol: header.protocol, ...classificationFigures(truth, scores, header.classes) };
}

/** Of distances from the good; the positive class is the defect. Pictures without a label are left out. */
export function goodOnlyFigures({ header, lines }: Predictions): SplitFigures {
  const labelled = lines.filter(({ truth }) => truth.label !== undefined);
  const truth = labelled.map((line) => ((line.truth.label ?? 0) > 0 ? 1 : 0));
  const scores = labelled.map((line) => line.score ?? 0);
  const predicted = scores.map((score) => (score >= (header.threshold ?? Number.POSITIVE_INFINITY) ? 1 : 0));
  const { figures, undefined: missing } = anomalyFigures(truth, scores);
  const matrix = confusionMatrix(truth, predicted, 2);
  const { precision, recall, f1 } = precisionRecallF1(matrix);
  return {
    pictures: labelled.length,
    protocol: header.protocol,
    figures: {
      ...figures,
      accuracy: accuracy(truth, predicted),
      precision: precision.perClass[1] ?? 0,
      recall: recall.perClass[1] ?? 0,
      f1: f1.perClass[1] ?? 0,
    },
    undefined: missing,
    confusionMatrix: matrix,
  };
}

/** By what the lines hold; null where figures need more than the lines, as those of boxes and masks do. */
export function splitFigures(predictions: Predictions): SplitFigures | null {
  const { header } = predictions;
  if (header.output !== undefined) return null;
  return header.scores === 'distance' ? goodOnlyFigures(predictions) : classFigures(predictions);
}
