import { type BoxMatches, matchBoxes } from '@assay/metrics';
import type { BoxPicture } from '~/server/objectPredictions';

/** A picture with who belongs to whom at one overlap, all of its boxes taken. */
export type MatchedPicture = { picture: BoxPicture; matches: BoxMatches };

/** What became of a picture's boxes at a score from which on they count. Indices into its boxes and its truth. */
export type Verdict = {
  hits: number[];
  wrong: number[];
  missed: number[];
  /** Boxes in a crowd: neither right nor wrong. */
  ignored: number[];
};

export function matchPictures(pictures: readonly BoxPicture[], iouMin: number): MatchedPicture[] {
  return pictures.map((picture) => ({ picture, matches: matchBoxes(picture.truth, picture.boxes, { iouMin }) }));
}

/**
 * The surest box chooses first, so what less sure ones do changes nothing for it: a score cuts the matches of all boxes,
 * and none is made anew.
 */
export function judge({ picture, matches }: MatchedPicture, scoreMin: number): Verdict {
  const counts = (index: number): boolean => (picture.boxes[index]?.score ?? 0) >= scoreMin;
  const ofKind = (kind: string): number[] =>
    matches.predictions.flatMap((match, index) => (match.kind === kind && counts(index) ? [index] : []));
  const missed = matches.truth.flatMap(({ kind, partner }, index) =>
    kind === 'missed' || (kind === 'found' && !counts(partner ?? -1)) ? [index] : [],
  );
  return { hits: ofKind('truePositive'), wrong: ofKind('falsePositive'), missed, ignored: ofKind('ignored') };
}

export type Totals = { hits: number; wrong: number; missed: number };

export function totalsOf(verdicts: readonly Verdict[]): Totals {
  const sum = (pick: (verdict: Verdict) => number[]): number =>
    verdicts.reduce((total, verdict) => total + pick(verdict).length, 0);
  return { hits: sum(({ hits }) => hits), wrong: sum(({ wrong }) => wrong), missed: sum(({ missed }) => missed) };
}

/** Null where nothing was found, or nothing is there to be found. */
export function precisionOf({ hits, wrong }: Totals): number | null {
  return hits + wrong === 0 ? null : hits / (hits + wrong);
}

export function recallOf({ hits, missed }: Totals): number | null {
  return hits + missed === 0 ? null : hits / (hits + missed);
}

/** Indices of the pictures, those with the most mistakes first; equal ones stay in the order of the artifact. */
export function worstFirst(verdicts: readonly Verdict[]): number[] {
  const mistakes = verdicts.map(({ wrong, missed }) => wrong.length + missed.length);
  return [...verdicts.keys()].sort((a, b) => (mistakes[b] ?? 0) - (mistakes[a] ?? 0));
}
