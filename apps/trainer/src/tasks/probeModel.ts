import type { ProbeConfig } from '@assay/contracts';
import {
  type EngineOptions,
  fitLinearProbe,
  knnClassify,
  type LinearProbe,
  linearProbeScores,
  type Rng,
} from '@assay/ssl-core';
import { fitPickedProbe, type RateFigures, type SweepData } from './protocols/sweep';
import type { StoredTensor, TensorFile } from './tensorFile';

/** A classifier on frozen features: what it keeps, and its scores. */
export type ProbeModel = {
  /** `bank.*` for kNN, `classical.*` for a linear one. */
  tensors: StoredTensor[];
  /** Probabilities of all classes, a row a picture; features [N, D]. */
  scores(features: Float32Array): number[][];
};

export type ProbeData = { features: Float32Array; labels: Int32Array; dimension: number; classes: number };

/** What a sweep of learning rates needs besides. */
export type SweepParts = {
  /** Features of the training pictures, changed anew in each epoch; not given: they stay as they are. */
  featuresOf?: SweepData['featuresOf'];
  validation: SweepData['validation'];
  rng: Rng;
  engine: EngineOptions;
  onEpoch: SweepData['onEpoch'];
};

export type FittedProbe = ProbeModel & {
  isConverged: boolean;
  /** The rate that was picked, and what each came to; of a sweep only. */
  sweep?: { picked: RateFigures; rates: RateFigures[] };
};

/** @throws InputError when a sweep has nothing to pick its rate on */
export async function fitProbe(config: ProbeConfig, data: ProbeData, parts: SweepParts): Promise<FittedProbe> {
  const { features, labels, classes, dimension } = data;
  switch (config.kind) {
    case 'knn': {
      const tensors: StoredTensor[] = [
        { name: 'bank.features', shape: [labels.length, dimension], data: features },
        { name: 'bank.labels', shape: [labels.length], data: labels },
      ];
      return { tensors, scores: knnScores(config, data), isConverged: true };
    }
    case 'linear': {
      const probe = fitLinearProbe({ features, labels, classes, c: config.c, maxIterations: config.maxIterations });
      return linearModel(probe);
    }
    case 'linearSweep': {
      const { engine, featuresOf = () => features, ...rest } = parts;
      const { probe, ...sweep } = await fitPickedProbe({ labels, classes, featuresOf, ...rest }, config, engine);
      return { ...linearModel(probe), sweep };
    }
  }
}

/** The probe that `fitProbe` stored. */
export function readProbe(config: ProbeConfig, file: TensorFile, classes: number): Pick<ProbeModel, 'scores'> {
  if (config.kind === 'knn') {
    const { shape, data } = file.values('bank.features');
    const labels = Int32Array.from(file.values('bank.labels').data);
    return {
      scores: knnScores(config, { features: Float32Array.from(data), labels, dimension: shape[1] ?? 0, classes }),
    };
  }
  const doubles = (name: string) => Float64Array.from(file.values(`classical.${name}`).data);
  const probe = {
    classes,
    mean: doubles('mean'),
    deviation: doubles('deviation'),
    seen: [...file.values('classical.seen').data],
    weights: doubles('weights'),
    bias: doubles('bias'),
    isConverged: true,
  };
  return { scores: (asked) => linearProbeScores(probe, asked) };
}

function linearModel(probe: LinearProbe): FittedProbe {
  const { mean, deviation, seen, weights, bias, isConverged } = probe;
  const tensors: StoredTensor[] = [
    { name: 'classical.mean', shape: [mean.length], data: mean },
    { name: 'classical.deviation', shape: [mean.length], data: deviation },
    { name: 'classical.seen', shape: [seen.length], data: Int32Array.from(seen) },
    { name: 'classical.weights', shape: [bias.length, mean.length], data: weights },
    { name: 'classical.bias', shape: [bias.length], data: bias },
  ];
  return { tensors, scores: (asked) => linearProbeScores(probe, asked), isConverged };
}

function knnScores({ k, temperature }: Extract<ProbeConfig, { kind: 'knn' }>, data: ProbeData) {
  const { features: bankFeatures, labels: bankLabels, classes } = data;
  return (features: Float32Array) => knnClassify({ bankFeatures, bankLabels, features, classes, k, temperature });
}
