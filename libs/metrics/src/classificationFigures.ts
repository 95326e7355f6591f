import { classificationReport } from './classificationReport';
import { rowSums } from './confusionMatrix';

export type ClassificationFigures = {
  /** Keyed `what[/which]`, for instance `f1/macro`; a caller puts where it was measured in front. */
  figures: Record<string, number>;
  /** Figures that the data cannot give, with the reason. */
  undefined: Record<string, string>;
  /** Rows = truth. */
  confusionMatrix: number[][];
};

/** The key that a run stores a figure by, from its path in the report: `recall.perClass.1` is `recall/class:scratch`. */
export function figureKey(path: string, classNames: readonly string[]): string {
  const [what = '', which, place] = path.split('.');
  if (which === undefined) return what;
  const name = classNames[Number(place)];
  return place === undefined || name === undefined ? `${what}/${which}` : `${what}/class:${encodeURIComponent(name)}`;
}

/**
 * `classificationReport` as a flat list, each figure under the key that a run stores it by.
 *
 * @param truth class index of each sample
 * @param scores [N][classes], larger is more likely
 */
export function classificationFigures(
  truth: readonly number[],
  scores: readonly ArrayLike<number>[],
  classNames: readonly string[],
): ClassificationFigures {
  const report = classificationReport(truth, scores, { classes: classNames.length });
  const { confusionMatrix, undefined: reasons, ...rest } = report;
  const figures: Record<string, number> = { majorityShare: Math.max(...rowSums(confusionMatrix)) / truth.length };
  const missing: Record<string, string> = {};
  const put = (key: string, path: string, value: number | null): void => {
    if (value === null) missing[key] = reasons[path] ?? '';
    else figures[key] = value;
  };
  for (const [what, figure] of Object.entries(rest)) {
    if (figure === null || typeof figure === 'number') put(what, what, figure);
    else {
      for (const [which, value] of Object.entries(figure)) {
        if (!Array.isArray(value)) put(`${what}/${which}`, `${what}.${which}`, value);
        else {
          classNames.forEach((_, c) => {
            const path = `${what}.perClass.${c}`;
            put(figureKey(path, classNames), path, value[c] ?? null);
          });
        }
      }
    }
  }
  return { figures, undefined: missing, confusionMatrix };
}
