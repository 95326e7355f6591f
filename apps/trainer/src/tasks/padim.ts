import { fitPatchGaussians, type PatchGaussians, patchDistances } from '@assay/classical';
import { type AnomalyConfig, InputError } from '@assay/contracts';
import { tf } from '@assay/engine';
import { type Backbone, createRng, type Evaluation, type Rows } from '@assay/ssl-core';
import { largest, smoothedMap, type ValueMap } from './distanceMap';
import type { EvaluatedPictures } from './evaluations';
import type { StoredTensor, TensorFile } from './tensorFile';

/** Features at each position of the finest chosen stage. */
export type PatchFeatures = { features: Float32Array; count: number; side: number; dimension: number };

/** A Gaussian a position, over these of the joined channels. */
export type Padim = { gaussians: PatchGaussians; channels: Int32Array; side: number };

/** Random channels of the joined stages that are kept, ascending (PaDiM, arXiv 2011.08785, section III.B). */
export function chooseChannels({ model, seed }: AnomalyConfig, joined: number): Int32Array {
  const order = createRng(seed, 'padim').permutation(joined);
  return order.slice(0, Math.min(model.dimensions, joined)).sort();
}

/** Channels of all chosen stages together. @throws InputError when the backbone lacks one of them */
export function joinedChannels(backbone: Backbone, { model, input }: AnomalyConfig): number {
  return tf.tidy(() => {
    const x_NHWC = tf.zeros<tf.Rank.R4>([1, input.size, input.size, input.channels]);
    return chosenStages(backbone, x_NHWC, model.layers).reduce((sum, map) => sum + map.shape[3], 0);
  });
}

/** Chosen channels at each position, [N, side, side, D]; coarse stages repeated up to the finest. */
export function patchEvaluation(
  backbone: Backbone,
  { model }: AnomalyConfig,
  { channels, ...pictures }: EvaluatedPictures & { channels: Int32Array },
): Evaluation {
  return {
    ...pictures,
    compute(x_NHWC) {
      const maps = chosenStages(backbone, x_NHWC, model.layers);
      const side = Math.max(...maps.map((map) => map.shape[1]));
      const joined = maps.map((map) =>
        map.shape[1] === side ? map : tf.image.resizeNearestNeighbor(map, [side, side]),
      );
      return tf.gather(tf.concat(joined, 3), tf.tensor1d(channels, 'int32'), 3);
    },
  };
}

/** Rows of a patch evaluation. */
export function patchFeatures({ values, count, shape }: Rows): PatchFeatures {
  const [side = 0, , dimension = 0] = shape;
  return { features: values, count, side, dimension };
}

export function fitPadim(known: PatchFeatures, channels: Int32Array, regularisation: number): Padim {
  const shape = [known.count, known.side * known.side, known.dimension] as const;
  return { gaussians: fitPatchGaussians(known.features, shape, regularisation), channels, side: known.side };
}

export type AnomalyAnswer = { score: number; map: ValueMap };

/** Smoothed distance maps at the input's size; a picture's score is the map's largest value. */
export function anomalyAnswers({ gaussians, side }: Padim, asked: PatchFeatures, size: number): AnomalyAnswer[] {
  const distances = patchDistances(gaussians, asked.features);
  const positions = side * side;
  return Array.from({ length: asked.count }, (_, n) => {
    const values = distances.slice(n * positions, (n + 1) * positions);
    const map = smoothedMap({ values, width: side, height: side }, size);
    return { score: largest(map), map };
  });
}

/**
 * Scores of the training pictures, each by a model that has not seen it: a model's own pictures lie much closer to it
 * than new ones, so their scores would set a threshold that good pictures exceed.
 */
export function heldOutScores(
  known: PatchFeatures,
  channels: Int32Array,
  { model, input, folds }: AnomalyConfig & { folds: number },
): number[] {
  const length = known.side * known.side * known.dimension;
  const pick = (isWanted: (n: number) => boolean): PatchFeatures => {
    const chosen = Array.from({ length: known.count }, (_, n) => n).filter(isWanted);
    const features = new Float32Array(chosen.length * length);
    for (const [place, n] of chosen.entries()) {
      features.set(known.features.subarray(n * length, (n + 1) * length), place * length);
    }
    return { ...known, features, count: chosen.length };
  };
  // A Gaussian needs two pictures, so of very few only one is held out at a time, and of two none.
  if (known.count < 3)
    return anomalyAnswers(fitPadim(known, channels, model.regularisation), known, input.size).map(({ score }) => score);
  const parts = Math.min(known.count, Math.max(folds, 3));
  return Array.from({ length: parts }, (_, part) => {
    const fitted = fitPadim(
      pick((n) => n % parts !== part),
      channels,
      model.regularisation,
    );
    return anomalyAnswers(
      fitted,
      pick((n) => n % parts === part),
      input.size,
    ).map(({ score }) => score);
  }).flat();
}

export function padimTensors({ gaussians, channels }: Padim): StoredTensor[] {
  const { positions, dimension, mean, precisionCholesky } = gaussians;
  return [
    { name: 'bank.channels', shape: [channels.length], data: channels },
    { name: 'bank.mean', shape: [positions, dimension], data: mean },
    { name: 'bank.precisionCholesky', shape: [positions, dimension, dimension], data: precisionCholesky },
  ];
}

export function readPadim(file: TensorFile): Padim {
  const { shape, data } = file.values('bank.mean');
  const [positions = 0, dimension = 0] = shape;
  return {
    channels: Int32Array.from(file.values('bank.channels').data),
    side: Math.sqrt(positions),
    gaussians: {
      positions,
      dimension,
      mean: Float32Array.from(data),
      precisionCholesky: Float32Array.from(file.values('bank.precisionCholesky').data),
    },
  };
}

function chosenStages(backbone: Backbone, x_NHWC: tf.Tensor4D, layers: readonly number[]): tf.Tensor4D[] {
  const stages = backbone.stages(x_NHWC, { training: false });
  return [...new Set(layers)].sort().map((layer) => {
    const stage = stages[layer - 1];
    if (stage) return stage;
    throw new InputError({
      where: 'model.layers',
      found: `${layer}, but a ${backbone.kind} has ${stages.length} stage${stages.length === 1 ? '' : 's'}`,
      fix: backbone.kind === 'vit' ? 'use [1], or a resnet' : `choose from 1 to ${stages.length}`,
    });
  });
}
