import { countRows, type FeatureRows, unitRows } from './rows';

/**
 * Mean squared distance between the features of two views of one picture, features taken at length 1: 0 when a view
 * makes no difference, 2 when the views are as unlike as any two pictures. Wang and Isola, arXiv 2005.10242, section
 * 4.1.2 with alpha = 2; `align_loss` of the authors' code.
 *
 * @param a, b row n of each is of picture n @throws RangeError when they do not belong together
 */
export function alignment(a: FeatureRows, b: FeatureRows): number {
  const count = countRows(a);
  if (count === 0 || countRows(b) !== count || a.dimension !== b.dimension) {
    throw new RangeError(`alignment of [${count}, ${a.dimension}] and [${countRows(b)}, ${b.dimension}]`);
  }
  const [a_ND, b_ND] = [unitRows(a), unitRows(b)];
  let sum = 0;
  for (let i = 0; i < a_ND.length; i++) sum += ((a_ND[i] ?? 0) - (b_ND[i] ?? 0)) ** 2;
  return sum / count;
}
