import { type GreyPicture, requireSize } from '../picture';
import { blockTemplate, boundsAt, boundsEverywhere } from './blockBounds';
import { coefficientAt, coefficientsEverywhere, type TemplateMoments, templateMoments } from './correlation';
import { type IntegralPicture, integralPicture } from './windowSums';

/** Where a template fits best: the picture's pixel that its first one lies on, and the correlation coefficient there. */
export type TemplateMatch = { x: number; y: number; score: number };

/** Blocks a side, from coarse to fine: each level decides about fewer places with more numbers. */
const LEVELS = [2, 4, 8, 16];
/** Places with the highest bounds that are looked at in full on each level, so that the others are soon outdone. */
const TRIED_FIRST = 6;
/** Above the rounding of double precision, below what two different places differ by. */
const SLACK = 1e-7;
/** Coefficients that are no farther apart are equal: of windows that are brighter or of more contrast, for instance. */
const ROUNDING = 1e-12;
/** Products of pixels from which on the Fourier transforms are faster, for each value of the picture. */
const PRODUCTS_OF_TRANSFORMS = 150;
/** Blocks from which on they are, in the same measure. */
const BLOCKS_OF_TRANSFORMS = 60;
/** Products of pixels that are no more than a finer level would cost. */
const PRODUCTS_OF_FEW = 4;

/**
 * Finds where a template's normalised correlation coefficient with a picture is highest, the first in reading order of
 * equal ones: the place of OpenCV's `matchTemplate` with TM_CCOEFF_NORMED, without its single precision.
 *
 * A pyramid of block means bounds the coefficient at every place from above; only places whose bound is not below a
 * coefficient that was found already are looked at on the next finer level, so the answer is exact. Where bounds do not
 * tell places apart (noise), all coefficients are computed by Fourier transforms.
 *
 * @throws RangeError when the template is larger than the picture, or of one value and correlates with nothing
 */
export function matchTemplate(picture: GreyPicture, template: GreyPicture): TemplateMatch {
  requireSize(picture);
  requireSize(template);
  if (template.width > picture.width || template.height > picture.height) {
    const [a, b] = [`${template.width} x ${template.height}`, `${picture.width} x ${picture.height}`];
    throw new RangeError(`the template of ${a} pixels is larger than the picture of ${b}`);
  }
  const moments = templateMoments(template);
  if (moments.norm === 0) throw new RangeError('the template has one value: nothing correlates with it');
  const search = { picture, template, moments };
  return matchByBounds(search) ?? matchByTransforms(search);
}

type Search = { picture: GreyPicture; template: GreyPicture; moments: TemplateMoments };

/** @returns undefined when the transforms are faster than looking at the places that are left */
function matchByBounds(search: Search): TemplateMatch | undefined {
  const { picture, template } = search;
  const best = createBest(search);
  const coarsest = blockTemplate(template, LEVELS[0] ?? 1);
  let places = keepPossible(best, boundsEverywhere(picture, template, coarsest));
  let integral: IntegralPicture | undefined;
  for (const parts of LEVELS.slice(1)) {
    const isFew = places.length * template.data.length <= PRODUCTS_OF_FEW * picture.data.length;
    if (isFew || parts > Math.min(template.width, template.height)) break;
    if (places.length * parts * parts > BLOCKS_OF_TRANSFORMS * picture.data.length) return undefined;
    integral ??= integralPicture(picture);
    const blocks = blockTemplate(template, parts);
    places = keepPossible(best, boundsAt(places, integral, { template, blocks }), places);
  }
  if (places.length * template.data.length > PRODUCTS_OF_TRANSFORMS * picture.data.length) return undefined;
  for (const place of places) best.lookAt(place);
  return best.found();
}

/** Looks at the most promising places in full, then drops all that can no longer win. @param bounds squared, by place */
function keepPossible(best: Best, bounds: Float64Array, places?: Int32Array): Int32Array {
  for (const i of highest(bounds, TRIED_FIRST)) best.lookAt(places ? (places[i] ?? 0) : i);
  const score = best.score() - SLACK;
  const least = score > 0 ? score * score : 0;
  let count = 0;
  for (let i = 0; i < bounds.length; i++) if ((bounds[i] ?? 0) >= least) count++;
  const kept = new Int32Array(count);
  let at = 0;
  for (let i = 0; i < bounds.length; i++) {
    if ((bounds[i] ?? 0) >= least) kept[at++] = places ? (places[i] ?? 0) : i;
  }
  return kept;
}

/** Indices of the highest values. */
function highest(values: Float64Array, count: number): number[] {
  const found: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value <= least) continue;
    found.push(i);
    found.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
    if (found.length > count) found.pop();
    if (found.length === count) least = values[found[count - 1] ?? 0] ?? 0;
  }
  return found;
}

function matchByTransforms(search: Search): TemplateMatch {
  const coefficients = coefficientsEverywhere(search.picture, search.template, search.moments);
  let most = Number.NEGATIVE_INFINITY;
  for (const coefficient of coefficients) if (coefficient > most) most = coefficient;
  const best = createBest(search);
  for (let place = 0; place < coefficients.length; place++) {
    if ((coefficients[place] ?? 0) >= most - SLACK) best.lookAt(place);
  }
  return best.found();
}

interface Best {
  lookAt(place: number): void;
  score(): number;
  found(): TemplateMatch;
}

/** Keeps the highest coefficient and the first place that has it. */
function createBest({ picture, template, moments }: Search): Best {
  const across = picture.width - template.width + 1;
  let [best, at] = [Number.NEGATIVE_INFINITY, 0];
  return {
    lookAt(place) {
      const [x, y] = [place % across, Math.floor(place / across)];
      const score = coefficientAt(picture, template, { x, y, moments });
      if (score < best - ROUNDING || (score <= best + ROUNDING && place > at)) return;
      [best, at] = [score, place];
    },
    score: () => best,
    found: () => ({ x: at % across, y: Math.floor(at / across), score: Math.min(1, Math.max(-1, best)) }),
  };
}
