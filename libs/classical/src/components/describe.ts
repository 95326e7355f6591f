import type { Mask } from '../picture';
import { convexArea } from './convexArea';
import { type Connectivity, type Labels, labelComponents } from './label';
import { addRun, type CentralMoments, huMoments, noMoments } from './moments';
import { perimeters } from './perimeter';

/** A connected component and its shape, as scikit-image's `regionprops` measures it; lengths in pixels. */
export type ComponentShape = {
  label: number;
  /** Pixels. */
  area: number;
  /** First column and row, and size. */
  box: { x: number; y: number; width: number; height: number };
  centroid: { x: number; y: number };
  perimeter: number;
  /** Of the ellipse with the same second moments: 0 for a circle, towards 1 for a line. */
  eccentricity: number;
  /** Radians from the vertical axis to the ellipse's longer one, counter-clockwise, -π/2 to π/2. */
  orientation: number;
  /** Share of the convex hull's pixels. */
  solidity: number;
  /** Share of the box's pixels. */
  extent: number;
  /** Of the circle of the same area. */
  equivalentDiameter: number;
  /** See `huMoments`. */
  hu: number[];
};

/** The components of a mask with their shapes, in reading order. @throws RangeError as `labelComponents` */
export function describeComponents(mask: Mask, connectivity: Connectivity): ComponentShape[] {
  return describeLabels(labelComponents(mask, connectivity));
}

/** The shapes of numbered components, label 1 first. */
export function describeLabels(labels: Labels): ComponentShape[] {
  const rowsOf = rowsByLabel(labels);
  const lengths = perimeters(labels);
  return rowsOf.map((rows, i) => shapeOf(rows, { label: i + 1, perimeter: lengths[i + 1] ?? 0 }));
}

/** The seven moments of a whole mask, its components taken together. */
export function maskHuMoments(mask: Mask): number[] {
  const count = mask.data.some((value) => value !== 0) ? 1 : 0;
  const [rows] = rowsByLabel({ ...mask, data: Int32Array.from(mask.data, (value) => (value ? 1 : 0)), count });
  return huMoments(rows ? momentsOf(rows).moments : noMoments());
}

/** Unbroken pixels of a row of a component, the end excluded. */
type Run = { y: number; from: number; to: number };

function rowsByLabel({ width, height, data, count }: Labels): Run[][] {
  const runs: Run[][] = Array.from({ length: count }, () => []);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; ) {
      const label = data[y * width + x] ?? 0;
      const from = x++;
      while (x < width && data[y * width + x] === label) x++;
      if (label > 0) runs[label - 1]?.push({ y, from, to: x });
    }
  }
  return runs;
}

function shapeOf(runs: readonly Run[], { label, perimeter }: { label: number; perimeter: number }): ComponentShape {
  const { area, centroid, moments } = momentsOf(runs);
  const spans = spansOf(runs);
  const left = Math.min(...spans.map((span) => span.left));
  const right = Math.max(...spans.map((span) => span.right));
  const top = spans[0]?.y ?? 0;
  const box = { x: left, y: top, width: right - left + 1, height: (spans.at(-1)?.y ?? top) - top + 1 };
  return {
    label,
    area,
    box,
    centroid,
    perimeter,
    ...ellipseOf(moments),
    solidity: area / convexArea(spans),
    extent: area / (box.width * box.height),
    equivalentDiameter: Math.sqrt((4 * area) / Math.PI),
    hu: huMoments(moments),
  };
}

/** First and last column of each row. */
function spansOf(runs: readonly Run[]): { y: number; left: number; right: number }[] {
  const spans: { y: number; left: number; right: number }[] = [];
  for (const { y, from, to } of runs) {
    const last = spans.at(-1);
    if (last?.y === y) last.right = to - 1;
    else spans.push({ y, left: from, right: to - 1 });
  }
  return spans;
}

function momentsOf(runs: readonly Run[]): {
  area: number;
  centroid: { x: number; y: number };
  moments: CentralMoments;
} {
  let [area, sumX, sumY] = [0, 0, 0];
  for (const { y, from, to } of runs) {
    area += to - from;
    sumX += ((from + to - 1) * (to - from)) / 2;
    sumY += y * (to - from);
  }
  const centroid = { x: sumX / area, y: sumY / area };
  const moments = noMoments();
  for (const { y, from, to } of runs) {
    addRun(moments, { from: from - centroid.x, to: to - centroid.x, dy: y - centroid.y });
  }
  return { area, centroid, moments };
}

function ellipseOf({ mu00, mu20, mu11, mu02 }: CentralMoments): { eccentricity: number; orientation: number } {
  const [across, down, both] = [mu20 / mu00, mu02 / mu00, mu11 / mu00];
  const middle = (across + down) / 2;
  const half = Math.sqrt(((across - down) / 2) ** 2 + both ** 2);
  const [longer, shorter] = [middle + half, Math.max(0, middle - half)];
  const eccentricity = longer === 0 ? 0 : Math.sqrt(1 - shorter / longer);
  if (across === down) return { eccentricity, orientation: both > 0 ? Math.PI / 4 : -Math.PI / 4 };
  return { eccentricity, orientation: 0.5 * Math.atan2(2 * both, down - across) };
}
