import type { Predictions } from './predictions';

export type PredictionRow = {
  picture: string;
  path: string;
  truth: string | null;
  predicted: string;
  isRight: boolean | null;
  /** The score of the predicted class, or the picture's anomaly score. */
  score: number;
  /** The score of the true class; null for anomaly scores and pictures without a label. */
  truthScore: number | null;
  heatMap: string | null;
};

/** Good-only data has no class names of its own. */
const ANOMALY_NAMES = ['good', 'defect'] as const;

/**
 * Predictions as a reader looks at them: worst first. Wrong ones come before right ones, the surer the mistake the
 * earlier; right ones follow, the least sure first.
 */
export function toPredictionRows({ header, lines }: Predictions): PredictionRow[] {
  return lines
    .map((line): PredictionRow & { badness: number } => {
      const label = line.truth.label;
      if (line.scores === undefined) {
        const score = line.score ?? 0;
        const threshold = header.threshold ?? Number.POSITIVE_INFINITY;
        const isDefect = score >= threshold;
        const isRight = label === undefined ? null : isDefect === label > 0;
        // How far beyond the threshold on the wrong side; right ones negative.
        const distance = Math.abs(score - threshold);
        return {
          ...common(line),
          truth: label === undefined ? null : ANOMALY_NAMES[label > 0 ? 1 : 0],
          predicted: ANOMALY_NAMES[isDefect ? 1 : 0],
          isRight,
          score,
          truthScore: null,
          badness: isRight === false ? distance : -distance,
        };
      }
      const best = line.scores.reduce((top, score, index, all) => (score > (all[top] ?? -Infinity) ? index : top), 0);
      const score = line.scores[best] ?? 0;
      const truthScore = label === undefined ? null : (line.scores[label] ?? null);
      const others = line.scores.filter((_, index) => index !== label);
      return {
        ...common(line),
        truth: label === undefined ? null : className(header.classes, label),
        predicted: className(header.classes, best),
        isRight: label === undefined ? null : best === label,
        score,
        truthScore,
        // Margin by which the strongest other class beats the true one.
        badness: truthScore === null ? 0 : Math.max(...others) - truthScore,
      };
    })
    .sort((a, b) => b.badness - a.badness || a.path.localeCompare(b.path))
    .map(({ badness: _badness, ...row }) => row);
}

function common(line: Predictions['lines'][number]): Pick<PredictionRow, 'picture' | 'path' | 'heatMap'> {
  return { picture: line.item, path: line.path, heatMap: line.map ?? null };
}

function className(classes: readonly string[], index: number): string {
  return classes[index] ?? String(index);
}
