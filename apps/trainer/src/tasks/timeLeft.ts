/** Weight of the newest step in the moving average; about the last 30 steps count. */
const NEWEST_SHARE = 1 / 16;

/** Estimates the seconds left from a moving average of the seconds a step; null before the third step. */
export function createTimeLeft(): (stepSeconds: number, stepsLeft: number) => number | null {
  let average = 0;
  let seen = 0;
  return (stepSeconds, stepsLeft) => {
    seen += 1;
    // The first steps allocate and warm caches: forget the first, and average plainly until there are enough.
    if (seen === 1) return null;
    const share = Math.max(NEWEST_SHARE, 1 / (seen - 1));
    average += (stepSeconds - average) * share;
    return seen < 3 ? null : average * stepsLeft;
  };
}
