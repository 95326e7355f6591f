import type { Rle } from './rle';

/** The union of masks of one size, as pycocotools makes it. @throws RangeError for none */
export function mergeRles(parts: readonly Rle[]): Rle {
  const [first, ...others] = parts;
  if (!first) throw new RangeError('the union of no masks');
  return others.reduce(unite, first);
}

function unite(one: Rle, other: Rle): Rle {
  const a = one.counts;
  const b = other.counts;
  const counts: number[] = [];
  let restA = a[0] ?? 0;
  let restB = b[0] ?? 0;
  let nextA = 1;
  let nextB = 1;
  let isA = false;
  let isB = false;
  let isInside = false;
  let length = 0;
  let rest = 1;
  while (rest > 0) {
    const run = Math.min(restA, restB);
    length += run;
    restA -= run;
    restB -= run;
    if (restA === 0 && nextA < a.length) {
      restA = a[nextA++] ?? 0;
      isA = !isA;
    }
    if (restB === 0 && nextB < b.length) {
      restB = b[nextB++] ?? 0;
      isB = !isB;
    }
    rest = restA + restB;
    const wasInside: boolean = isInside;
    isInside = isA || isB;
    if (isInside !== wasInside || rest === 0) {
      counts.push(length);
      length = 0;
    }
  }
  return { height: one.height, width: one.width, counts: Uint32Array.from(counts) };
}
