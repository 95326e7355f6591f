import type { ShapeFunction } from '../types';

const DATA_DEPENDENT = 'its output size depends on the data, and a compiled step has fixed shapes: ';
const HIDDEN_STATE = 'its random numbers come from a state that no checkpoint holds: ';

const SUPPRESSION = `${DATA_DEPENDENT}use tf.image.nonMaxSuppressionPadded with padToMaxOutputSize true`;
const MASK = `${DATA_DEPENDENT}multiply by a mask or use topk with a fixed count`;
const SEGMENTS = `${DATA_DEPENDENT}use its Unsorted form, which is told how many segments there are`;
const SEEDED = `${HIDDEN_STATE}use its Stateless form with a seed that is fed`;

/** Operations that a compiled step cannot hold, each with the reason and a way out. */
export const REFUSALS = {
  Multinomial: SEEDED,
  NonMaxSuppressionV3: SUPPRESSION,
  NonMaxSuppressionV5: SUPPRESSION,
  RandomStandardNormal: SEEDED,
  RandomUniform: SEEDED,
  SegmentMax: SEGMENTS,
  SegmentMean: SEGMENTS,
  SegmentSum: SEGMENTS,
  TruncatedNormal: SEEDED,
  Unique: MASK,
  UniqueV2: MASK,
  Where: MASK,
} satisfies Record<string, string>;

export const REFUSED: Readonly<Record<string, ShapeFunction>> = Object.fromEntries(
  Object.entries(REFUSALS).map(([op, reason]) => [
    op,
    () => {
      throw new Error(reason);
    },
  ]),
);
