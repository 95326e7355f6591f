/** Central moments of a set of pixels up to the third order: `mu21` is the sum of dx² dy, x to the right, y down. */
export type CentralMoments = {
  mu00: number;
  mu20: number;
  mu11: number;
  mu02: number;
  mu30: number;
  mu21: number;
  mu12: number;
  mu03: number;
};

/** Adds a run of pixels of one row to the moments around (x, y), given as distances from it. */
export function addRun(moments: CentralMoments, { from, to, dy }: { from: number; to: number; dy: number }): void {
  let [count, first, second, third] = [0, 0, 0, 0];
  for (let dx = from; dx < to - 0.5; dx++) {
    const square = dx * dx;
    count++;
    first += dx;
    second += square;
    third += square * dx;
  }
  addRow(moments, [count, first, second, third], dy);
}

/** Adds a row by its sums of mass, and of mass times dx, dx² and dx³. */
export function addRow(
  moments: CentralMoments,
  [mass, first, second, third]: readonly [number, number, number, number],
  dy: number,
): void {
  moments.mu00 += mass;
  moments.mu20 += second;
  moments.mu11 += first * dy;
  moments.mu02 += mass * dy * dy;
  moments.mu30 += third;
  moments.mu21 += second * dy;
  moments.mu12 += first * dy * dy;
  moments.mu03 += mass * dy * dy * dy;
}

export function noMoments(): CentralMoments {
  return { mu00: 0, mu20: 0, mu11: 0, mu02: 0, mu30: 0, mu21: 0, mu12: 0, mu03: 0 };
}

/**
 * The seven moments that do not change when a shape is moved, scaled or turned (M.-K. Hu, IRE Trans. Information Theory
 * 1962); the seventh changes its sign in a mirror. Equal to OpenCV's `HuMoments`, and to scikit-image's `moments_hu` but
 * for the sign of the seventh, whose axes are exchanged there.
 */
export function huMoments(moments: CentralMoments): number[] {
  const { mu00 } = moments;
  if (mu00 === 0) return new Array<number>(7).fill(0);
  const second = 1 / (mu00 * mu00);
  const third = second / Math.sqrt(mu00);
  const [n20, n11, n02] = [moments.mu20 * second, moments.mu11 * second, moments.mu02 * second];
  const [n30, n21] = [moments.mu30 * third, moments.mu21 * third];
  const [n12, n03] = [moments.mu12 * third, moments.mu03 * third];
  const [a, b] = [n30 + n12, n21 + n03];
  const [c, d] = [n30 - 3 * n12, 3 * n21 - n03];
  return [
    n20 + n02,
    (n20 - n02) ** 2 + 4 * n11 ** 2,
    c ** 2 + d ** 2,
    a ** 2 + b ** 2,
    c * a * (a ** 2 - 3 * b ** 2) + d * b * (3 * a ** 2 - b ** 2),
    (n20 - n02) * (a ** 2 - b ** 2) + 4 * n11 * a * b,
    d * a * (a ** 2 - 3 * b ** 2) - c * b * (3 * a ** 2 - b ** 2),
  ];
}
