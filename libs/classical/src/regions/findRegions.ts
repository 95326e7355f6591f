import { type Labels, labelComponents } from '../components/label';
import { dilate, erode } from '../morphology/dilate';
import type { Element } from '../morphology/element';
import { fillHoles } from '../morphology/fillHoles';
import type { Mask } from '../picture';
import type { Evidence } from './evidence';

export type MorphologyStep = {
  operation: 'erode' | 'dilate' | 'open' | 'close' | 'fillHoles';
  /** Of OpenCV's ellipse, 2 × radius + 1 pixels a side; `fillHoles` takes none. */
  radius: number;
};

export type RegionOptions = {
  /** What evidence must lie above. */
  offset: number;
  morphology: readonly MorphologyStep[];
  /** Pixels of the regions that count, both ends included. */
  minArea: number;
  maxArea: number | null;
};

/** A connected region: its number among the labels, its pixels, the box around them, and the sum of their evidence. */
export type Region = { label: number; area: number; x: number; y: number; w: number; h: number; sum: number };

export type RegionMap = {
  /** Numbers of all regions, those that do not count too: [height, width]. */
  labels: Labels;
  /** Those that count, in reading order of their first pixels. */
  regions: Region[];
};

/**
 * From evidence to regions: what lies above the offset, the morphology in order, connected regions (8 neighbours), and
 * of these the ones of the areas asked for.
 *
 * The sum of a region's evidence counts what a pixel has above the offset, and nothing for pixels that morphology added.
 *
 * @throws RangeError when the pixels do not fill the size
 */
export function findRegions(evidence: Evidence, { offset, morphology, minArea, maxArea }: RegionOptions): RegionMap {
  const { width, height, data } = evidence;
  let mask: Mask = { width, height, data: Uint8Array.from(data, (value) => (value > offset ? 1 : 0)) };
  for (const step of morphology) mask = change(mask, step);
  const labels = labelComponents(mask, 8);
  const regions = measure(labels, data, offset);
  const isOfArea = ({ area }: Region): boolean => area >= minArea && (maxArea === null || area <= maxArea);
  return { labels, regions: regions.filter(isOfArea) };
}

function change(mask: Mask, { operation, radius }: MorphologyStep): Mask {
  const side = 2 * radius + 1;
  const element: Element = { shape: 'ellipse', width: side, height: side };
  switch (operation) {
    case 'erode':
      return erode(mask, element);
    case 'dilate':
      return dilate(mask, element);
    case 'open':
      return dilate(erode(mask, element), element);
    case 'close':
      return erode(dilate(mask, element), element);
    case 'fillHoles':
      return fillHoles(mask);
  }
}

function measure({ width, data: labels, count }: Labels, evidence: Float64Array, offset: number): Region[] {
  const areas = new Int32Array(count + 1);
  const sums = new Float64Array(count + 1);
  const lefts = new Int32Array(count + 1).fill(width);
  const rights = new Int32Array(count + 1);
  const tops = new Int32Array(count + 1).fill(-1);
  const bottoms = new Int32Array(count + 1);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] ?? 0;
    if (label === 0) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    areas[label] = (areas[label] ?? 0) + 1;
    sums[label] = (sums[label] ?? 0) + Math.max(0, (evidence[i] ?? 0) - offset);
    lefts[label] = Math.min(lefts[label] ?? 0, x);
    rights[label] = Math.max(rights[label] ?? 0, x);
    if (tops[label] === -1) tops[label] = y;
    bottoms[label] = y;
  }
  return Array.from({ length: count }, (_, index) => {
    const label = index + 1;
    const [x, y] = [lefts[label] ?? 0, tops[label] ?? 0];
    return {
      label,
      area: areas[label] ?? 0,
      x,
      y,
      w: (rights[label] ?? 0) - x + 1,
      h: (bottoms[label] ?? 0) - y + 1,
      sum: sums[label] ?? 0,
    };
  });
}
