/**
 * Turns, mirrors and moves a map of the same points so that it lies on another as well as can be (orthogonal Procrustes
 * in the plane), so that a map that is played over steps does not jump. Sizes stay.
 *
 * @param map, onto [N, 2] @returns [N, 2] @throws RangeError when they are of other points
 */
export function alignMap(map: Float64Array, onto: Float64Array): Float64Array {
  if (map.length !== onto.length || map.length % 2 !== 0 || map.length === 0) {
    throw new RangeError(`alignMap: ${map.length} and ${onto.length} values`);
  }
  const [from, to] = [centreOf(map), centreOf(onto)];
  let [xx, xy, yx, yy] = [0, 0, 0, 0];
  for (let i = 0; i < map.length; i += 2) {
    const [ax, ay] = [(map[i] ?? 0) - from.x, (map[i + 1] ?? 0) - from.y];
    const [bx, by] = [(onto[i] ?? 0) - to.x, (onto[i + 1] ?? 0) - to.y];
    xx += ax * bx;
    xy += ax * by;
    yx += ay * bx;
    yy += ay * by;
  }
  // The better of the best turn and the best turn after mirroring.
  const isMirrored = Math.hypot(xx - yy, xy + yx) > Math.hypot(xx + yy, xy - yx);
  const angle = isMirrored ? Math.atan2(xy + yx, xx - yy) : Math.atan2(xy - yx, xx + yy);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const aligned = new Float64Array(map.length);
  for (let i = 0; i < map.length; i += 2) {
    const x = (map[i] ?? 0) - from.x;
    const y = ((map[i + 1] ?? 0) - from.y) * (isMirrored ? -1 : 1);
    aligned[i] = cos * x - sin * y + to.x;
    aligned[i + 1] = sin * x + cos * y + to.y;
  }
  return aligned;
}

function centreOf(map: Float64Array): { x: number; y: number } {
  const count = map.length / 2;
  let [x, y] = [0, 0];
  for (let i = 0; i < map.length; i += 2) {
    x += (map[i] ?? 0) / count;
    y += (map[i + 1] ?? 0) / count;
  }
  return { x, y };
}
