/** The connected regions of a mask. */
export type Regions = {
  /** 0 = no region, else the region's number, in reading order of their first pixels. */
  labels: Uint32Array;
  /** [regions] how many pixels each has. */
  sizes: Uint32Array;
};

/**
 * Regions of pixels other than 0 that touch each other at a side or a corner (8 neighbours): one look at each pixel and
 * the four before it, numbers that turn out to be one region joined in a union-find (Wu et al. 2009), then numbered anew.
 *
 * @param width of the mask; its pixels lie row by row
 * @param after numbers that others have already; the first region is the next, 1 without it
 */
export function labelRegions(mask: Uint8Array, width: number, { after = 0 } = {}): Regions {
  if (mask.length > 0 && !(width > 0 && mask.length % width === 0)) {
    throw new RangeError(`${mask.length} pixels are no rows of ${width}`);
  }
  const labels = new Uint32Array(mask.length);
  const parents = [0];
  for (let row = 0; row < mask.length; row += width) {
    for (let x = 0; x < width; x++) {
      const i = row + x;
      if (mask[i] === 0) continue;
      let label = row > 0 ? (labels[i - width] ?? 0) : 0;
      if (label === 0) {
        // What is above touches all others, and the one at the left the one above it: these two are of one region already.
        const left = x > 0 ? (labels[i - 1] ?? 0) || (labels[i - width - 1] ?? 0) : 0;
        const right = x + 1 < width ? (labels[i - width + 1] ?? 0) : 0;
        label = left > 0 && right > 0 ? join(parents, left, right) : left || right;
      }
      if (label === 0) {
        label = parents.length;
        parents.push(label);
      }
      labels[i] = label;
    }
  }
  return number(labels, { parents, after });
}

function find(parents: number[], label: number): number {
  let root = label;
  while (parents[root] !== root) root = parents[root] ?? root;
  for (let at = label; at !== root; ) {
    const next = parents[at] ?? root;
    parents[at] = root;
    at = next;
  }
  return root;
}

/** The smaller of the two roots stands for both. */
function join(parents: number[], a: number, b: number): number {
  const [one, other] = [find(parents, a), find(parents, b)];
  const root = Math.min(one, other);
  parents[Math.max(one, other)] = root;
  return root;
}

function number(labels: Uint32Array, { parents, after }: { parents: number[]; after: number }): Regions {
  const numbers = new Uint32Array(parents.length);
  let regions = 0;
  for (let label = 1; label < parents.length; label++) {
    const root = find(parents, label);
    // A root is smaller than what it stands for, so it has its number already.
    numbers[label] = root === label ? ++regions : (numbers[root] ?? 0);
  }
  const sizes = new Uint32Array(regions);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] ?? 0;
    if (label === 0) continue;
    const region = numbers[label] ?? 0;
    labels[i] = after + region;
    sizes[region - 1] = (sizes[region - 1] ?? 0) + 1;
  }
  return { labels, sizes };
}
