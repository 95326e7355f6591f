import { findRegions, type Region } from '@assay/classical';
import type { Box, Item, PredictedBox, RegionSearch, RegionsConfig } from '@assay/contracts';
import { segmentationFigures } from '@assay/metrics';
import { detectionFigures } from '../detection';
import type { Annotations } from './annotations';
import type { PictureEvidence } from './pictureEvidence';
import { boxOf } from './regionBoxes';

/** A pair of free parameters and the main figure that it reached; null where that is undefined. */
export type Trial = { offset: number; minArea: number; figure: number | null };

/** Regions of a picture that an offset keeps at most: beyond that they are noise, and no figure looks at them. */
const REGIONS_MAX = 2000;

type Options = {
  regions: RegionsConfig;
  search: RegionSearch;
  annotations: Annotations;
  pictures: AsyncIterable<{ item: Item } & PictureEvidence>;
};

/**
 * Tries each offset with each area, classes aside, and answers all trials, the config's own first. Regions are found
 * once for each picture and offset; areas only choose among them.
 */
export async function searchRegions({ regions, search, annotations, pictures }: Options): Promise<Trial[]> {
  const offsets = [...new Set([regions.offset, ...search.offsets])];
  const minAreas = [...new Set([regions.minArea, ...search.minAreas])];
  const judge = regions.output === 'masks' ? judgeMasks(annotations) : judgeBoxes(annotations, regions);
  const least = Math.min(...minAreas);
  const { morphology, maxArea } = regions;
  for await (const { item, evidence } of pictures) {
    for (const offset of offsets) {
      const map = findRegions(evidence, { offset, morphology, minArea: least, maxArea });
      await judge.add({ item, offset, regions: map.regions, labels: map.labels.data });
    }
  }
  return offsets.flatMap((offset) =>
    minAreas.map((minArea) => ({ offset, minArea, figure: judge.figure(offset, minArea) })),
  );
}

/** The best trial: the first of equal ones, so that the config's own wins where nothing is better. */
export function bestTrial(trials: readonly Trial[]): Trial | undefined {
  return trials.reduce<Trial | undefined>(
    (best, trial) => (best === undefined || (trial.figure ?? -1) > (best.figure ?? -1) ? trial : best),
    undefined,
  );
}

/** Gathers what is needed to measure any pair. */
interface Judge {
  add(found: { item: Item; offset: number; regions: readonly Region[]; labels: Int32Array }): Promise<void>;
  figure(offset: number, minArea: number): number | null;
}

/** Regions as pixels of the truth and pixels in all, so that an area picks without looking at pixels again. */
function judgeMasks(annotations: Annotations): Judge {
  const counted = new Map<number, { area: number; hits: number }[]>();
  const total = { pixels: 0, truth: 0, seen: new Set<string>() };
  let last: { path: string; mask: Uint8Array } | undefined;
  return {
    async add({ item, offset, regions, labels }) {
      if (last?.path !== item.path) last = { path: item.path, mask: await annotations.mask(item) };
      const { mask } = last;
      if (!total.seen.has(item.path)) {
        total.seen.add(item.path);
        total.pixels += mask.length;
        for (const index of mask) total.truth += index > 0 ? 1 : 0;
      }
      const hits = new Map<number, number>();
      for (let i = 0; i < mask.length; i++) {
        const label = labels[i] ?? 0;
        if (label > 0 && (mask[i] ?? 0) > 0) hits.set(label, (hits.get(label) ?? 0) + 1);
      }
      const known = counted.get(offset) ?? [];
      for (const { label, area } of regions) known.push({ area, hits: hits.get(label) ?? 0 });
      counted.set(offset, known);
    },
    figure(offset, minArea) {
      let [hits, found] = [0, 0];
      for (const region of counted.get(offset) ?? []) {
        if (region.area < minArea) continue;
        hits += region.hits;
        found += region.area;
      }
      const missed = total.truth - hits;
      const wrong = found - hits;
      const matrix = [
        [total.pixels - hits - missed - wrong, wrong],
        [missed, hits],
      ];
      return segmentationFigures(matrix).iou.mean;
    },
  };
}

function judgeBoxes(annotations: Annotations, config: RegionsConfig): Judge {
  const truths = new Map<string, Box[]>();
  const found = new Map<number, { path: string; boxes: (Omit<PredictedBox, 'class'> & { area: number })[] }[]>();
  return {
    async add({ item, offset, regions }) {
      // Whether a region is found at all is the question here, not what it is called.
      if (!truths.has(item.path)) {
        truths.set(
          item.path,
          (await annotations.boxes(item)).map((box) => ({ ...box, class: 0 })),
        );
      }
      const boxes = regions
        .map((region) => ({ ...boxOf(region, config, item), area: region.area }))
        .sort((a, b) => b.score - a.score)
        .slice(0, REGIONS_MAX);
      found.set(offset, [...(found.get(offset) ?? []), { path: item.path, boxes }]);
    },
    figure(offset, minArea) {
      const predictions = (found.get(offset) ?? []).map(({ path, boxes }) => ({
        item: '',
        path,
        truth: { boxes: truths.get(path) ?? [] },
        boxes: boxes.flatMap(({ area, ...box }) => (area >= minArea ? [{ ...box, class: 0 }] : [])),
      }));
      return detectionFigures({ classes: ['defect'] }, predictions).figures.ap ?? null;
    },
  };
}
