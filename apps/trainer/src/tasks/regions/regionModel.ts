import {
  decisionValues,
  describeRegions,
  findRegions,
  type LinearSvm,
  REGION_FEATURES,
  type Region,
  type RegionMap,
} from '@assay/classical';
import type { RegionsConfig } from '@assay/contracts';
import { readSvm, svmTensors } from '../hogModel';
import type { StoredTensor, TensorFile } from '../tensorFile';
import type { PictureEvidence } from './pictureEvidence';
import { scoreOf } from './regionBoxes';

/** What a run has found out beside its rules: the free parameters, and who tells the classes apart. */
export type RegionModel = {
  offset: number;
  minArea: number;
  /** Its last class is sound surface that stood out all the same; null where a region is a defect. */
  learner: LinearSvm | null;
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
  const values = decisionValues(learner, describeRegions(channel, evidence, map));
  const sound = learner.classes - 1;
  const objects = map.regions.flatMap((region, row): FoundObject[] => {
    const own = values.subarray(row * learner.classes, (row + 1) * learner.classes);
    const best = own.reduce((top, value, index) => (value > (own[top] ?? 0) ? index : top), 0);
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
    { name: 'classical.offset', shape: [1], data: Float64Array.of(offset) },
    { name: 'classical.minArea', shape: [1], data: Int32Array.of(minArea) },
    ...(learner ? svmTensors(learner) : []),
  ];
}

/** @throws Error when the tensors are not those of the config's rules */
export function readRegionModel(file: TensorFile, { classes }: RegionsConfig): RegionModel {
  const learner = classes === 'learner' ? readSvm(file) : null;
  if (learner && learner.dimension !== REGION_FEATURES.length) {
    throw new Error(`a learner of ${learner.dimension} features, where a region has ${REGION_FEATURES.length}`);
  }
  const [offset = 0] = file.values('classical.offset').data;
  const [minArea = 1] = file.values('classical.minArea').data;
  return { offset, minArea, learner };
}
