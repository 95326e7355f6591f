import { argMax } from '@assay/metrics';
import type { Predictions } from '../predictions/predictionsFile';

/** What one run said of the pictures that are compared, in their order. */
export type PictureScores = {
  /** 1 where the run was right; null where it has no threshold to decide by. */
  isRight: Uint8Array | null;
  /** One class against the rest: of two classes the second alone, of an anomaly the defect. */
  perClass: { labels: Uint8Array; scores: Float64Array }[];
};

/** A picture's name among all: the same file may stand in a data set twice. */
export function pictureKey({ item, path }: { item: string; path: string }): string {
  return `${item} ${path}`;
}

/** Null where predictions are boxes or masks, which are no answer a picture. */
export function pictureScores({ header, lines }: Predictions, keys: readonly string[]): PictureScores | null {
  const byKey = new Map(lines.map((line) => [pictureKey(line), line]));
  const chosen = keys.flatMap((key) => byKey.get(key) ?? []);
  if (chosen.length !== keys.length) return null;
  const labels = chosen.map(({ truth }) => truth.label);
  if (labels.some((label) => label === undefined)) return null;

  const single = chosen.flatMap(({ score }) => (score === undefined ? [] : [score]));
  if (single.length === chosen.length) {
    const isDefect = Uint8Array.from(labels, (label) => (label ? 1 : 0));
    const { threshold } = header;
    const isRight =
      threshold === null
        ? null
        : Uint8Array.from(single, (score, i) => ((score >= threshold ? 1 : 0) === isDefect[i] ? 1 : 0));
    return { isRight, perClass: [{ labels: isDefect, scores: Float64Array.from(single) }] };
  }

  const rows = chosen.flatMap(({ scores }) => (scores ? [scores] : []));
  const classes = header.classes.length;
  if (rows.length !== chosen.length || rows.some((row) => row.length !== classes)) return null;
  const asked = classes === 2 ? [1] : header.classes.map((_, c) => c);
  return {
    isRight: Uint8Array.from(rows, (row, i) => (argMax(row) === labels[i] ? 1 : 0)),
    perClass: asked.map((c) => ({
      labels: Uint8Array.from(labels, (label) => (label === c ? 1 : 0)),
      scores: Float64Array.from(rows, (row) => row[c] ?? Number.NaN),
    })),
  };
}
