import { z } from 'zod';
import { GROUP_FIELDS } from '../manifest';

const SEED_MAX = 2 ** 31 - 1;

/** What all folds of one cross-validation have in common, all repetitions included. */
export const FoldPlan = z.strictObject({
  /** How many folds the pictures are dealt out to. */
  of: z.int().min(2).max(100),
  /** Deals the pictures out; the run's own seed has no part in it. */
  seed: z.int().min(0).max(SEED_MAX).default(0),
  /** Pictures that agree in this are never divided, besides those of one group or of the same bytes. */
  groupBy: z.enum(GROUP_FIELDS).default('group'),
  /** Share of the pictures outside a fold that is held back for validation. */
  validation: z.number().min(0).max(0.9).default(0.15),
});
export type FoldPlan = z.output<typeof FoldPlan>;

/**
 * One fold of a cross-validation: its pictures are the test pictures, whatever split the dataset version puts them in, and
 * some of the others are held back for validation. Pictures that are unlabelled stay so. Folds and repetitions count from 1.
 *
 * `foldManifest` divides the pictures: runs of one dataset version and plan have the same test pictures in a fold, whatever
 * they train.
 */
export const FoldConfig = z
  .strictObject({
    ...FoldPlan.shape,
    /** Which fold is tested. */
    index: z.int().min(1),
    /** Each repetition deals the pictures out anew. */
    repeat: z.int().min(1).max(1000).default(1),
  })
  .refine(({ index, of }) => index <= of, { message: 'is beyond the last fold: folds count from 1', path: ['index'] });
export type FoldConfig = z.output<typeof FoldConfig>;

export function foldPlanOf({ index: _index, repeat: _repeat, ...plan }: FoldConfig): FoldPlan {
  return plan;
}

/** `fold 2 of 5`, with the repetition where there are several. */
export function describeFold({ index, of, repeat }: Pick<FoldConfig, 'index' | 'of' | 'repeat'>): string {
  return `fold ${index} of ${of}${repeat > 1 ? `, repetition ${repeat}` : ''}`;
}
