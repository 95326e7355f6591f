export { accuracy } from './accuracy';
export { type AnomalyFigures, anomalyFigures } from './anomalyFigures';
export { argMax } from './argMax';
export { averagePrecision } from './averagePrecision';
export { brier } from './brier';
export { calibrationError } from './calibrationError';
export { type ClassificationFigures, classificationFigures } from './classificationFigures';
export { type ClassificationReport, classificationReport } from './classificationReport';
export { cohenKappa } from './cohenKappa';
export { confusionMatrix } from './confusionMatrix';
export { alignment } from './features/alignment';
export {
  COLLAPSE_LIMITS,
  COLLAPSE_REASONS,
  COLLAPSE_SIGNALS,
  type Collapse,
  type CollapseReason,
  type CollapseSignal,
  findCollapse,
  type SignalPoint,
  type SignalScale,
} from './features/collapse';
export { type FeatureSignals, featureSignals } from './features/featureSignals';
export { featureStd } from './features/featureStd';
export { rankMe } from './features/rankMe';
export type { FeatureRows } from './features/rows';
export { uniformity } from './features/uniformity';
export { type SymmetricEigen, symmetricEigen } from './linalg/symmetricEigen';
export { logLoss } from './logLoss';
export { mcc } from './mcc';
export {
  type AveragedFigure,
  balancedAccuracy,
  type PrecisionRecallF1,
  precisionRecallF1,
} from './precisionRecallF1';
export { rocAuc, rocAucOvr } from './rocAuc';
export { mean, standardDeviation, variance } from './stats/mean';
export { createRandom } from './stats/random';
export { type Interval, percentileInterval, type Resampling, resampleCounts } from './stats/resample';
export { studentTCdf, studentTQuantile, twoSidedP } from './stats/studentT';
export { type TInterval, tInterval } from './stats/tInterval';
export { type WelchTest, welchTest } from './stats/welchTest';
export { topKAccuracy } from './topKAccuracy';
