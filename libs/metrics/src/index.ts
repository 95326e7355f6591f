export { accuracy } from './accuracy';
export { type AnomalyFigures, anomalyFigures } from './anomalyFigures';
export { argMax } from './argMax';
export { type ClassificationFigures, classificationFigures } from './classificationFigures';
export { confusionMatrix } from './confusionMatrix';
export {
  type AveragedFigure,
  balancedAccuracy,
  type PrecisionRecallF1,
  precisionRecallF1,
} from './precisionRecallF1';
export { rocAuc, rocAucOvr } from './rocAuc';
export { mean, standardDeviation, variance } from './stats/mean';
export { studentTCdf, studentTQuantile, twoSidedP } from './stats/studentT';
export { type TInterval, tInterval } from './stats/tInterval';
export { type WelchTest, welchTest } from './stats/welchTest';
