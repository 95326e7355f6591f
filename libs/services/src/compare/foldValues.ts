import type { FoldConfig } from '@assay/contracts';
import { mean, resampledInterval, resampledTTest, type Wording } from '@assay/metrics';
import { listRunMetrics } from '@assay/store';
import type { Context } from '../context';

/** A figure of one fold's run. */
export type FoldValue = { fold: Pick<FoldConfig, 'index' | 'repeat'>; value: number };

/** Mean number of pictures that a fold learns from, and that it tests. */
export type FoldSizes = { train: number; test: number };

/** Below this many folds a spread says too little for an interval or a test. */
export const FOLDS_MIN = 3;

/**
 * One value a fold and repetition, as seeds of one fold have the same pictures: their mean. By the fold's place, so that the
 * folds of two configs are paired.
 */
export function foldMeans(values: readonly FoldValue[]): Map<string, number> {
  const found = new Map<string, number[]>();
  for (const { fold, value } of values) {
    const place = `${fold.repeat}/${fold.index}`;
    found.set(place, [...(found.get(place) ?? []), value]);
  }
  return new Map([...found].map(([place, of]) => [place, mean(of)]));
}

/** The corrected interval of the mean over folds; null below three folds, and where their sizes are not known. */
export function foldInterval(values: readonly FoldValue[], sizes: FoldSizes | null) {
  const means = [...foldMeans(values).values()];
  return sizes && means.length >= FOLDS_MIN ? resampledInterval(means, sizes) : null;
}

/** The corrected test of what two configs differ in on the folds that both have. */
export function compareFolds(
  a: readonly FoldValue[],
  b: readonly FoldValue[],
  { sizes, wording }: { sizes: FoldSizes; wording: Wording },
) {
  const [left, right] = [foldMeans(a), foldMeans(b)];
  const places = [...left.keys()].filter((place) => right.has(place));
  const valuesAt = (means: ReadonlyMap<string, number>) => places.map((place) => means.get(place) ?? Number.NaN);
  return resampledTTest({ a: valuesAt(left), b: valuesAt(right), ...sizes }, wording);
}

/**
 * The mean sizes of the folds of some runs, as the runs have reported them; null where none has. Validation pictures choose
 * the epoch or the parameters, so they count as training.
 */
export async function foldSizes({ db }: Pick<Context, 'db'>, runs: readonly string[]): Promise<FoldSizes | null> {
  const keys = ['fold/trainPictures', 'fold/validationPictures', 'fold/testPictures'];
  const metrics = await listRunMetrics(db, { runs, keys });
  const meanOf = (key: string): number => {
    const values = metrics.filter((metric) => metric.key === key).map(({ last }) => last);
    return values.length > 0 ? mean(values) : 0;
  };
  const [train = 0, validation = 0, test = 0] = keys.map(meanOf);
  return train > 0 && test > 0 ? { train: train + validation, test } : null;
}
