import type { GreyPicture } from '../picture';
import type { Evidence } from './evidence';
import type { RegionMap } from './findRegions';

/** What a row of `describeRegions` holds, in order. */
export const REGION_FEATURES = [
  'logArea',
  'logAspect',
  'extent',
  'elongation',
  'compactness',
  'brightness',
  'change',
  'contrast',
  'steepness',
  'touching',
] as const;

/**
 * Shape and contrast of the regions that count, a row each, [regions, features]:
 * area and width over height (natural logarithms), share of the box that is filled, ratio of the minor to the major axis
 * of inertia, 4π area / boundary² with the boundary counted in pixel edges, mean value, mean value less that of the
 * pixels around, mean evidence, deviation of the evidence, and the share of boundary edges where the value beyond is
 * nearer to the region's own mean than to the mean of the pixels around.
 */
export function describeRegions(picture: GreyPicture, evidence: Evidence, map: RegionMap): Float32Array {
  const D = REGION_FEATURES.length;
  const features = new Float32Array(map.regions.length * D);
  for (const [row, region] of map.regions.entries()) {
    features.set(describe(picture, evidence, { map, region }), row * D);
  }
  return features;
}

type At = { map: RegionMap; region: RegionMap['regions'][number] };

function describe(picture: GreyPicture, evidence: Evidence, { map, region }: At): number[] {
  const { width, height, data } = picture;
  const { label, area, x: left, y: top, w, h } = region;
  const labels = map.labels.data;
  const isIn = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && labels[y * width + x] === label;
  const sums = { x: 0, y: 0, xx: 0, yy: 0, xy: 0, value: 0, evidence: 0, squares: 0 };
  const beyond: number[] = [];
  let edges = 0;
  for (let y = top; y < top + h; y++) {
    for (let x = left; x < left + w; x++) {
      if (!isIn(x, y)) continue;
      const i = y * width + x;
      const strength = Math.max(0, evidence.data[i] ?? 0);
      sums.x += x;
      sums.y += y;
      sums.xx += x * x;
      sums.yy += y * y;
      sums.xy += x * y;
      sums.value += data[i] ?? 0;
      sums.evidence += strength;
      sums.squares += strength * strength;
      for (const [dx, dy] of NEIGHBOURS) {
        if (isIn(x + dx, y + dy)) continue;
        edges += 1;
        const [u, v] = [x + REACH * dx, y + REACH * dy];
        if (u >= 0 && v >= 0 && u < width && v < height && !isIn(u, v)) beyond.push(data[v * width + u] ?? 0);
      }
    }
  }
  const mean = sums.value / area;
  const around = beyond.length === 0 ? mean : beyond.reduce((total, value) => total + value, 0) / beyond.length;
  const touching = beyond.filter((value) => Math.abs(value - mean) < Math.abs(value - around)).length;
  const strength = sums.evidence / area;
  return [
    Math.log(area),
    Math.log(w / h),
    area / (w * h),
    elongation(sums, area),
    (4 * Math.PI * area) / (edges * edges),
    mean,
    mean - around,
    strength,
    Math.sqrt(Math.max(0, sums.squares / area - strength * strength)),
    beyond.length === 0 ? 0 : touching / beyond.length,
  ];
}

const NEIGHBOURS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;
/** Pixels beyond a boundary, which itself is blurred. */
const REACH = 3;

type Moments = { x: number; y: number; xx: number; yy: number; xy: number };

/** The minor over the major axis of the ellipse of equal moments; 1 for a single pixel. */
function elongation({ x, y, xx, yy, xy }: Moments, area: number): number {
  const [cx, cy] = [x / area, y / area];
  const [a, b, c] = [xx / area - cx * cx, yy / area - cy * cy, xy / area - cx * cy];
  const root = Math.sqrt((a - b) ** 2 / 4 + c * c);
  const middle = (a + b) / 2;
  return middle === 0 ? 1 : Math.sqrt(Math.max(0, middle - root) / (middle + root));
}
