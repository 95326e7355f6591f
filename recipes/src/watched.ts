/**
 * What a pretraining shows of itself while it trains: nearest neighbours, a linear probe, the features' spread and the
 * alarm, pictures, and the map of a sample at each checkpoint. Changes no weight.
 */
export function watched(everyEpochs: number) {
  return {
    knn: { everyEpochs },
    // Half of a probe run's iterations: the curve shows where training goes, the run measures.
    linear: { everyEpochs, maxIterations: 100 },
    signals: { everyEpochs, sample: 256 },
    pictures: { everyEpochs },
    embeddings: { sample: 256 },
  };
}
