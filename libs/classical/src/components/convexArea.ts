type Point = readonly [x: number, y: number];

/**
 * Pixels of the convex hull of a component, whose pixels count with the middles of their edges. Equal to the area of
 * scikit-image's `convex_hull_image`; in whole numbers, twice the coordinates.
 *
 * @param rows the first and the last column of the component in each of its rows; no row is empty
 */
export function convexArea(rows: readonly { y: number; left: number; right: number }[]): number {
  const points: Point[] = [];
  for (const { y, left, right } of rows) {
    points.push([2 * left - 1, 2 * y], [2 * right + 1, 2 * y]);
    for (const x of [2 * left, 2 * right]) points.push([x, 2 * y - 1], [x, 2 * y + 1]);
  }
  points.sort(([ax, ay], [bx, by]) => ay - by || ax - bx);
  const lefts = chain(points, 1);
  const rights = chain(points, -1);
  let area = 0;
  for (const { y } of rows) {
    const from = Math.ceil(crossing(lefts, 2 * y) / 2);
    const to = Math.floor(crossing(rights, 2 * y) / 2);
    area += to - from + 1;
  }
  return area;
}

/** The hull's points on one side from top to bottom: 1 for the left, -1 for the right. */
function chain(points: readonly Point[], side: 1 | -1): Point[] {
  const hull: Point[] = [];
  for (const point of points) {
    for (;;) {
      const [a, b] = [hull.at(-2), hull.at(-1)];
      if (!a || !b) break;
      const turn = (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]);
      if (side * turn < 0) break;
      hull.pop();
    }
    hull.push(point);
  }
  return hull;
}

/** Where a side crosses a row; exact where that is a whole number, since a quotient of whole numbers then is. */
function crossing(side: readonly Point[], y: number): number {
  for (let i = 1; i < side.length; i++) {
    const [a, b] = [side[i - 1], side[i]];
    if (!a || !b || b[1] < y || a[1] === b[1]) continue;
    return (a[0] * (b[1] - y) + b[0] * (y - a[1])) / (b[1] - a[1]);
  }
  return side.at(-1)?.[0] ?? 0;
}
