import { alignment } from './alignment';
import { featureStd } from './featureStd';
import { rankMe } from './rankMe';
import type { FeatureRows } from './rows';
import { uniformity } from './uniformity';

export type FeatureSignals = { std: number; uniformity: number; rankme?: number; alignment?: number };

/**
 * What a pretraining is watched by. What does not exist is left out: the rank of features that are all 0, the alignment
 * without two views.
 *
 * @param features of pictures as they are @param views features of two views of each picture
 */
export function featureSignals(features: FeatureRows, views?: readonly [FeatureRows, FeatureRows]): FeatureSignals {
  const isAllZero = Array.from(features.values).every((value) => value === 0);
  return {
    std: featureStd(features),
    uniformity: uniformity(features),
    ...(isAllZero ? {} : { rankme: rankMe(features) }),
    ...(views ? { alignment: alignment(...views) } : {}),
  };
}
