import type { ProbeConfig } from '@assay/contracts';
import { fitLinearProbe, knnClassify, linearProbeScores } from '@assay/ssl-core';
import type { StoredTensor, TensorFile } from './tensorFile';

/** A classifier on frozen features: what it keeps, and its scores. */
export type ProbeModel = {
  /** `bank.*` for kNN, `classical.*` for logistic regression. */
  tensors: StoredTensor[];
  /** Probabilities of all classes, a row a picture; features [N, D]. */
  scores(features: Float32Array): number[][];
};

export type ProbeData = { features: Float32Array; labels: Int32Array; dimension: number; classes: number };

export function fitProbe(config: ProbeConfig, data: ProbeData): ProbeModel & { isConverged: boolean } {
  const { features, labels, classes, dimension } = data;
  if (config.kind === 'knn') {
    const tensors: StoredTensor[] = [
      { name: 'bank.features', shape: [labels.length, dimension], data: features },
      { name: 'bank.labels', shape: [labels.length], data: labels },
    ];
    return { tensors, scores: knnScores(config, data), isConverged: true };
  }
  const probe = fitLinearProbe({ features, labels, classes, c: config.c, maxIterations: config.maxIterations });
  const rows = probe.bias.length;
  const tensors: StoredTensor[] = [
    { name: 'classical.mean', shape: [dimension], data: probe.mean },
    { name: 'classical.deviation', shape: [dimension], data: probe.deviation },
    { name: 'classical.seen', shape: [probe.seen.length], data: Int32Array.from(probe.seen) },
    { name: 'classical.weights', shape: [rows, dimension], data: probe.weights },
    { name: 'classical.bias', shape: [rows], data: probe.bias },
  ];
  return { tensors, scores: (asked) => linearProbeScores(probe, asked), isConverged: probe.isConverged };
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

function knnScores({ k, temperature }: Extract<ProbeConfig, { kind: 'knn' }>, data: ProbeData) {
  const { features: bankFeatures, labels: bankLabels, classes } = data;
  return (features: Float32Array) => knnClassify({ bankFeatures, bankLabels, features, classes, k, temperature });
}
