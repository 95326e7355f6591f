import { InputError } from '@assay/contracts';
import { cocoFigures, cocoIntervals, type Matching } from '@assay/metrics';
import type { MetricsAnswer, MetricsInput } from '../answer';
import type { CocoTruth } from './readTruth';

/** COCO's ranges of sizes in words, by the ending of their figures' names. */
const SIZES = { Small: 'up to 32² px', Medium: 'of 32² to 96² px', Large: 'from 96² px on' } as const;

/**
 * The figures of a matching, why some are undefined and, if asked for, their intervals.
 *
 * @throws InputError when no figure is defined
 */
export function cocoAnswer(matching: Matching, truth: CocoTruth, { intervals }: MetricsInput): MetricsAnswer {
  const { perClass, ...summary } = cocoFigures(matching);
  if (summary.ap === null) {
    const fix = 'areas are in square pixels, up to 10¹⁰';
    throw new InputError({ where: `${truth.annotations.path}: annotations`, found: 'no object of a known size', fix });
  }
  const missing: Record<string, string> = {};
  for (const [key, value] of Object.entries(summary)) {
    const size = Object.entries(SIZES).find(([ending]) => key.endsWith(ending))?.[1];
    if (value === null) missing[key] = `the truth has no object ${size}`;
  }
  const named = perClass.map(({ ap, ap50 }, k) => {
    const why = `the truth has no object of class ${truth.names[k]}`;
    if (ap === null) missing[`perClass.${k}.ap`] = why;
    if (ap50 === null) missing[`perClass.${k}.ap50`] = why;
    return { id: truth.classes.sorted[k], name: truth.names[k], ap, ap50 };
  });
  return {
    ...summary,
    perClass: named,
    ...(intervals ? { intervals: cocoIntervals(matching, { groups: truth.groups }) } : {}),
    undefined: missing,
  };
}
