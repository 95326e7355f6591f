import type { MaskPicture } from '~/server/objectPredictions';

/** Pixels of a picture: in both, in the truth alone, in the prediction alone. */
export type Agreement = { hit: number; missed: number; wrong: number };

/** All classes but the ground as one: whether something is there, whatever it is called. */
export const ANY_CLASS = -1;

/**
 * @param classIndex of the header's classes, or ANY_CLASS
 */
export function agreementOf({ counts }: Pick<MaskPicture, 'counts'>, classIndex: number): Agreement {
  const classes = Math.round(Math.sqrt(counts.length));
  const isIn = (index: number): boolean => (classIndex === ANY_CLASS ? index > 0 : index === classIndex);
  const found = { hit: 0, missed: 0, wrong: 0 };
  for (const [place, count] of counts.entries()) {
    const [inTruth, inPrediction] = [isIn(Math.floor(place / classes)), isIn(place % classes)];
    if (inTruth && inPrediction) found.hit += count;
    else if (inTruth) found.missed += count;
    else if (inPrediction) found.wrong += count;
  }
  return found;
}

/** Null where there is nothing and nothing was found: that picture is right. */
export function iouOf({ hit, missed, wrong }: Agreement): number | null {
  const union = hit + missed + wrong;
  return union === 0 ? null : hit / union;
}

/** Of all pixels of all pictures. */
export function sumOf(agreements: readonly Agreement[]): Agreement {
  const total = { hit: 0, missed: 0, wrong: 0 };
  for (const { hit, missed, wrong } of agreements) {
    total.hit += hit;
    total.missed += missed;
    total.wrong += wrong;
  }
  return total;
}

/** Indices of the pictures, the least IoU first; of equal ones that with the most wrong pixels. */
export function worstFirst(agreements: readonly Agreement[]): number[] {
  const rank = (index: number): [number, number] => {
    const one = agreements[index] ?? { hit: 0, missed: 0, wrong: 0 };
    return [iouOf(one) ?? 2, -(one.missed + one.wrong)];
  };
  return [...agreements.keys()].sort((a, b) => {
    const [iouA, wrongA] = rank(a);
    const [iouB, wrongB] = rank(b);
    return iouA - iouB || wrongA - wrongB || a - b;
  });
}
