import { COMPANDED_KNEE, LAB_KNEE, TO_XYZ, WHITE } from './constants';

/** A point of Lab's plane of a and b. */
export type Point = readonly [a: number, b: number];

/** Distance of neighbouring bins (arXiv 1603.08511, section 2.1). */
const GRID = 10;
/** Beyond every colour, in cells from the middle. */
const CELLS = 13;
/** Along a side of the colour cube. */
const SAMPLES = 52;

/**
 * Centres of the bins of colour, by a, then by b: the corners of all cells of the grid that reach into the convex hull of
 * sRGB's colours. The paper says "in-gamut" and no more; these are the 313 points of the authors' `pts_in_hull.npy`.
 */
export function coloursOnGrid(): Point[] {
  const hull = convexHull(cubeSurface().map(abOf));
  const cells = Array.from({ length: 2 * CELLS }, (_, i) => i - CELLS);
  const corners = cells.flatMap((a) =>
    cells
      .filter((b) => reachesInto(hull, [a * GRID, b * GRID]))
      .flatMap((b) => [0, 1, 2, 3].map((i) => [a + (i % 2), b + (i >> 1)] as const)),
  );
  // By a, then by b, and each once.
  const keys = new Set(corners.map(([a, b]) => (a + CELLS) * 4 * CELLS + b + CELLS));
  return [...keys]
    .sort((one, other) => one - other)
    .map((key) => [(Math.floor(key / (4 * CELLS)) - CELLS) * GRID, ((key % (4 * CELLS)) - CELLS) * GRID]);
}

/** Whether the square cell above and to the right of `low` shares more than its rim with the polygon (separating axes). */
function reachesInto(hull: readonly Point[], [lowA, lowB]: Point): boolean {
  const [highA, highB] = [lowA + GRID, lowB + GRID];
  const isBeside =
    hull.every(([a]) => a <= lowA) ||
    hull.every(([a]) => a >= highA) ||
    hull.every(([, b]) => b <= lowB) ||
    hull.every(([, b]) => b >= highB);
  if (isBeside) return false;
  const corners: Point[] = [
    [lowA, lowB],
    [lowA, highB],
    [highA, lowB],
    [highA, highB],
  ];
  return hull.every((from, i) => {
    const to = hull[(i + 1) % hull.length] ?? from;
    return corners.some((corner) => turn(from, to, corner) > 0);
  });
}

/** Counter-clockwise, by Andrew's monotone chain. */
function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort(([a, b], [otherA, otherB]) => a - otherA || b - otherB);
  const chain = (ordered: readonly Point[]): Point[] => {
    const kept: Point[] = [];
    for (const point of ordered) {
      for (;;) {
        const [before, last] = kept.slice(-2);
        if (!before || !last || turn(before, last, point) > 0) break;
        kept.pop();
      }
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.reverse())];
}

/** Above 0 where the way from `from` by `to` to `next` turns left. */
function turn(from: Point, to: Point, next: Point): number {
  return (to[0] - from[0]) * (next[1] - from[1]) - (to[1] - from[1]) * (next[0] - from[0]);
}

type Rgb = readonly [red: number, green: number, blue: number];

/** Colours on the six faces of the cube; seen along L, none inside lies beyond them. */
function cubeSurface(): Rgb[] {
  const steps = Array.from({ length: SAMPLES }, (_, i) => i / (SAMPLES - 1));
  return steps.flatMap((i) =>
    steps.flatMap((j) =>
      [0, 1].flatMap((end): Rgb[] => [
        [end, i, j],
        [i, end, j],
        [i, j, end],
      ]),
    ),
  );
}

/** Lab's a and b, as `rgbToLab`. */
function abOf(rgb: Rgb): Point {
  const linear = rgb.map((value) => (value > COMPANDED_KNEE ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92));
  const [x = 0, y = 0, z = 0] = TO_XYZ.map((row, i) => {
    const value = row.reduce((sum, factor, channel) => sum + factor * (linear[channel] ?? 0), 0) / (WHITE[i] ?? 1);
    return value > LAB_KNEE ? Math.cbrt(value) : 7.787 * value + 16 / 116;
  });
  return [500 * (x - y), 200 * (y - z)];
}
