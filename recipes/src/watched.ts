/**
 * What a pretraining shows of itself while it trains: nearest neighbours, the features' spread and the alarm, pictures,
 * and the map of a sample at each checkpoint. Changes no weight.
 */
export function watched(everyEpochs: number) {
  return {
    knn: { everyEpochs },
    signals: { everyEpochs, sample: 256 },
    pictures: { everyEpochs },
    embeddings: { sample: 256 },
  };
}
