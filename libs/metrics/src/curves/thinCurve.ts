/** Which points of a curve are kept. */
export type ThinCurve = {
  /** Ascending; the first and the last point are always among them. */
  indices: Uint32Array;
  /** By how much the area under the kept points differs from that under all at the most, in units of x times y. */
  areaError: number;
};

type Curve = { x: ArrayLike<number>; y: ArrayLike<number>; points: number };
type Segment = { from: number; to: number; middle: number; bend: number };

/**
 * The points of a curve that a picture of it needs. Half of them lie at equal steps along the curve, so that none of it
 * is out of sight: with steps of h = 2 / (points / 2 - 1) a rising curve in the unit square changes its area by 1.25 h at
 * the most (h / 4 for what bends within a step, h for what comes before a leap). The others go one after the other to
 * where the curve is still farthest from its straight pieces. `areaError` is what was reached, mostly far less: the sum
 * over all straight pieces of the area that each adds or takes away.
 *
 * @param x ascending or descending, finite
 * @param points how many to keep; a curve that has no more stays as it is
 */
export function thinCurve({ x, y, points }: Curve): ThinCurve {
  if (!(points >= 2)) throw new RangeError(`a curve needs two points, not ${points}`);
  if (x.length <= points) return { indices: Uint32Array.from({ length: x.length }, (_, i) => i), areaError: 0 };
  const even = evenIndices(x, y, Math.max(2, Math.ceil(points / 2)));
  const segments = even.slice(1).map((to, i) => bentSegment({ x, y, from: even[i] ?? 0, to }));
  while (segments.length + 1 < points) {
    const most = segments.reduce((best, segment, i) => (segment.bend > (segments[best]?.bend ?? 0) ? i : best), 0);
    const segment = segments[most];
    if (!segment || segment.bend === 0) break;
    const { from, to, middle } = segment;
    segments.splice(most, 1, bentSegment({ x, y, from, to: middle }), bentSegment({ x, y, from: middle, to }));
  }
  const areas = cumulativeAreas(x, y);
  const error = ({ from, to }: Segment): number =>
    Math.abs((areas[to] ?? 0) - (areas[from] ?? 0) - trapezoid({ x, y, from, to }));
  return {
    indices: Uint32Array.from([0, ...segments.map(({ to }) => to)]),
    areaError: segments.reduce((sum, segment) => sum + error(segment), 0),
  };
}

type Span = { x: ArrayLike<number>; y: ArrayLike<number>; from: number; to: number };

function trapezoid({ x, y, from, to }: Span): number {
  return (((x[to] ?? 0) - (x[from] ?? 0)) * ((y[to] ?? 0) + (y[from] ?? 0))) / 2;
}

function cumulativeAreas(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const areas = new Float64Array(x.length);
  for (let i = 1; i < areas.length; i++) areas[i] = (areas[i - 1] ?? 0) + trapezoid({ x, y, from: i - 1, to: i });
  return areas;
}

/** At most `count` indices, at equal steps of the curve's length, which is ups, downs and sideways added. */
function evenIndices(x: ArrayLike<number>, y: ArrayLike<number>, count: number): number[] {
  const step = (i: number): number => Math.abs((x[i] ?? 0) - (x[i - 1] ?? 0)) + Math.abs((y[i] ?? 0) - (y[i - 1] ?? 0));
  let length = 0;
  for (let i = 1; i < x.length; i++) length += step(i);
  const stride = length / (count - 1);
  const indices = [0];
  let walked = 0;
  let next = stride;
  for (let i = 1; i < x.length - 1; i++) {
    walked += step(i);
    if (walked < next || indices.length === count - 1) continue;
    indices.push(i);
    next = stride * (Math.floor(walked / stride) + 1);
  }
  indices.push(x.length - 1);
  return indices;
}

/** A straight piece with the point between its ends that is farthest from it, and the triangle that the three make. */
function bentSegment({ x, y, from, to }: Span): Segment {
  const [x0, y0] = [x[from] ?? 0, y[from] ?? 0];
  const [dx, dy] = [(x[to] ?? 0) - x0, (y[to] ?? 0) - y0];
  let middle = from;
  let bend = 0;
  for (let i = from + 1; i < to; i++) {
    const triangle = Math.abs(dx * ((y[i] ?? 0) - y0) - dy * ((x[i] ?? 0) - x0)) / 2;
    if (triangle > bend) {
      bend = triangle;
      middle = i;
    }
  }
  return { from, to, middle, bend };
}
