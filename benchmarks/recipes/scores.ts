import { type ChainPlan, type ChainRow, chainBenchmark } from '../methods/chains';
import { datasetOf, PRETRAININGS, pretrainingOf } from './pretrainings';

export type ScoreRow = ChainRow<ChainPlan>;

/** What kNN and a linear probe find after each small pretraining of the recipes, run as a whole. */
export const scores = chainBenchmark<ChainPlan>({
  name: 'scores',
  plans: PRETRAININGS.map((name) => ({ key: name, dataset: datasetOf(name), seed: 0 })),
  quick: ['mae'],
  chainOf: ({ key }, { dataset, isQuick }) => {
    const config = pretrainingOf(key, dataset.trainPictures);
    return [isQuick ? { ...config, epochs: 1 } : config];
  },
});
