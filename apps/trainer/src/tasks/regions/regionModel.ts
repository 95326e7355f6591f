import {
  type Classifier,
  describeRegions,
  findRegions,
  REGION_FEATURES,
  type Region,
  type RegionMap,
} from '@assay/classical';
import { type ClassicalConfig, ClassLearner, type RegionsConfig } from '@assay/contracts';
import { argMax } from '@assay/metrics';
import { classifierTensors, readClassifierTensors } from '../descriptors/classicalTensors';
import { toRows } from '../descriptors/classifyPictures';
import type { StoredTensor, TensorFile } from '../tensorFile';
import type { PictureEvidence } from './pictureEvidence';
import { scoreOf } from './regionBoxes';

/** What a run has found out beside its rules: the free parameters, and who tells the classes apart. */
export type RegionModel = {
  offset: number;
  minArea: number;
  /** Its last class is sound surface that stood out all the same; null where a region is a defect. */
  learner: Classifier | null;
};

/** A region that counts as an object of a class. */
export type FoundObject = { region: Region; class: number; score: number };

export type PictureObjects = { map: RegionMap; objects: FoundObject[] };

/** The objects of a picture, in reading order. */
export function findObjects(
  { channel, evidence }: PictureEvidence,
  { offset, minArea, learner }: RegionModel,
  regions: RegionsConfig,
): PictureObjects {
  const { morphology, maxArea, score } = regions;
  const map = findRegions(evidence, { offset, morphology, minArea, maxArea });
  if (learner === null) {
    return { map, objects: map.regions.map((region) => ({ region, class: 0, score: scoreOf(region, score) })) };
  }
  if (map.regions.length === 0) return { map, objects: [] };
  const rows = toRows(learner, describeRegions(channel, evidence, map));
  const sound = learner.classes - 1;
  const objects = map.regions.flatMap((region, row): FoundObject[] => {
    const own = rows[row] ?? [];
    const best = argMax(own);
    return best === sound ? [] : [{ region, class: best, score: own[best] ?? 0 }];
  });
  return { map, objects };
}

/** Class indices of each pixel: 0 is the ground, then the classes. */
export function paintObjects({ map, objects }: PictureObjects): Uint8Array {
  const indices = new Uint8Array(map.labels.count + 1);
  for (const object of objects) indices[object.region.label] = object.class + 1;
  return Uint8Array.from(map.labels.data, (label) => indices[label] ?? 0);
}

export function regionTensors({ offset, minArea, learner }: RegionModel): StoredTensor[] {
  return [
    { name: 'classical.regionOffset', shape: [1], data: Float64Array.of(offset) },
    { name: 'classical.regionMinArea', shape: [1], data: Int32Array.of(minArea) },
    ...(learner ? classifierTensors(learner) : []),
  ];
}

/**
 * @param classes of the regions, without the ground
 * @throws Error when the tensors are not those of the config's rules
 */
export function readRegionModel(
  file: TensorFile,
  { config, regions, classes }: { config: ClassicalConfig; regions: RegionsConfig; classes: number },
): RegionModel {
  const [offset = 0] = file.values('classical.regionOffset').data;
  const [minArea = 1] = file.values('classical.regionMinArea').data;
  if (regions.classes === 'one') return { offset, minArea, learner: null };
  const learner = readClassifierTensors(file, { learner: ClassLearner.parse(config.learner), classes: classes + 1 });
  if (learner.dimension === REGION_FEATURES.length) return { offset, minArea, learner };
  throw new Error(`a learner of ${learner.dimension} features, where a region has ${REGION_FEATURES.length}`);
}
