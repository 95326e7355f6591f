import type { Rle } from './rle';

/** Boundaries are walked along on a grid that is so much finer than the pixels'. */
const SCALE = 5;

type Size = { height: number; width: number };

/**
 * The pixels of a polygon exactly as pycocotools draws them: its edges as points on a five times finer grid; where they
 * step to another column of pixels, the crossing's height is where inside and outside change places.
 *
 * @param points x and y by turns, in pixels, at least three points; the last is joined with the first
 */
export function rasterisePolygon(points: ArrayLike<number>, { height, width }: Size): Rle {
  const corners = points.length >> 1;
  const at = (corner: number, axis: 0 | 1): number =>
    Math.trunc(SCALE * (points[2 * (corner % corners) + axis] ?? 0) + 0.5);
  const crossings: number[] = [height * width];
  let lastU = 0;
  let lastV = 0;
  let isFirst = true;
  const visit = (u: number, v: number): void => {
    if (!isFirst && u !== lastU) addCrossing(crossings, { u, v, lastU, lastV, height, width });
    isFirst = false;
    lastU = u;
    lastV = v;
  };
  for (let corner = 0; corner < corners; corner++) {
    walkEdge({ x: at(corner, 0), y: at(corner, 1) }, { x: at(corner + 1, 0), y: at(corner + 1, 1) }, visit);
  }
  return { height, width, counts: runsBetween(Float64Array.from(crossings).sort()) };
}

type Point = { x: number; y: number };

/** Every point of an edge in order, both ends included; rounding does not depend on the direction. */
function walkEdge(from: Point, to: Point, visit: (u: number, v: number) => void): void {
  const dx = Math.abs(to.x - from.x);
  const dy = Math.abs(to.y - from.y);
  const isFlat = dx >= dy;
  const isFlipped = isFlat ? from.x > to.x : from.y > to.y;
  const [start, end] = isFlipped ? [to, from] : [from, to];
  const steps = isFlat ? dx : dy;
  // An edge of one point has no slope; its only point is not moved by one.
  const slope = steps === 0 ? 0 : (isFlat ? end.y - start.y : end.x - start.x) / steps;
  for (let d = 0; d <= steps; d++) {
    const t = isFlipped ? steps - d : d;
    if (isFlat) visit(t + start.x, Math.trunc(start.y + slope * t + 0.5));
    else visit(Math.trunc(start.x + slope * t + 0.5), t + start.y);
  }
}

type Step = { u: number; v: number; lastU: number; lastV: number; height: number; width: number };

/** The place in the mask, column by column, at which a step to another fine column changes inside and outside. */
function addCrossing(crossings: number[], { u, v, lastU, lastV, height, width }: Step): void {
  const x = ((u < lastU ? u : u - 1) + 0.5) / SCALE - 0.5;
  if (Math.floor(x) !== x || x < 0 || x > width - 1) return;
  const y = (Math.min(v, lastV) + 0.5) / SCALE - 0.5;
  crossings.push(x * height + Math.ceil(Math.min(Math.max(y, 0), height)));
}

/** The lengths between sorted places; two changes at one place undo each other. */
function runsBetween(places: Float64Array): Uint32Array {
  const lengths = places.map((place, i) => place - (i > 0 ? (places[i - 1] ?? 0) : 0));
  const runs = [lengths[0] ?? 0];
  for (let i = 1; i < lengths.length; i++) {
    const length = lengths[i] ?? 0;
    if (length > 0) runs.push(length);
    else if (++i < lengths.length) runs[runs.length - 1] = (runs[runs.length - 1] ?? 0) + (lengths[i] ?? 0);
  }
  return Uint32Array.from(runs);
}
