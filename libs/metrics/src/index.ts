export { accuracy } from './accuracy';
export { type Aupimo, type AupimoRange, aupimo } from './anomaly/aupimo';
export { aupro, FALSE_POSITIVE_LIMIT } from './anomaly/aupro';
export { type AnomalyMap, createMapSet, type MapSet } from './anomaly/createMapSet';
export { type ImageFigures, imageFigures } from './anomaly/imageFigures';
export { imageIntervals } from './anomaly/imageIntervals';
export { labelRegions, type Regions } from './anomaly/labelRegions';
export { type PixelFigures, pixelFigures, pixelThresholdCounts } from './anomaly/pixelFigures';
export { pixelIntervals } from './anomaly/pixelIntervals';
export { type AnomalyFigures, anomalyFigures } from './anomalyFigures';
export { argMax } from './argMax';
export { averagePrecision } from './averagePrecision';
export { brier } from './brier';
export { calibrationError } from './calibrationError';
export { type ClassificationFigures, classificationFigures, figureKey } from './classificationFigures';
export {
  classificationIntervals,
  type IntervalPlan,
} from './classificationIntervals';
export { type ClassificationReport, classificationReport } from './classificationReport';
export { cohenKappa } from './cohenKappa';
export { confusionMatrix } from './confusionMatrix';
export { atThreshold, type ThresholdFigures } from './curves/atThreshold';
export { bestThresholdByCost, type CostedThreshold, type Costs } from './curves/bestThresholdByCost';
export { type DetCurve, detCurve } from './curves/detCurve';
export { type F1Curve, f1Curve } from './curves/f1Curve';
export { type F1Max, f1Max } from './curves/f1Max';
export { type PrecisionRecallCurve, precisionRecallCurve } from './curves/precisionRecallCurve';
export { type ReliabilityBin, reliabilityBins } from './curves/reliabilityBins';
export { type CurveOptions, type RocCurve, rocCurve } from './curves/rocCurve';
export { type ThinCurve, thinCurve } from './curves/thinCurve';
export { type ThresholdCounts, thresholdCounts, thresholdCountsOfSorted } from './curves/thresholdCounts';
export type { Box, PredictedBox, TruthBox } from './detection/box';
export { boxIou } from './detection/boxIou';
export { boxOverlap } from './detection/boxOverlap';
export { type CocoFigures, type CocoSummary, cocoFigures } from './detection/cocoFigures';
export { type CocoIntervalPlan, cocoIntervals } from './detection/cocoIntervals';
export { type DetectionCurve, detectionCurve } from './detection/detectionCurve';
export { type BoxMatches, matchBoxes, type PredictionMatch, type TruthMatch } from './detection/matchBoxes';
export { type Matching, type MatchingInput, matchObjects } from './detection/matchObjects';
export { matchPictures, type PictureBoxes } from './detection/matchPictures';
export type { Overlap, PredictedObjects, TruthObjects } from './detection/objects';
export { boundaryOverlap } from './detection/rle/boundaryOverlap';
export { decodeCounts, encodeCounts } from './detection/rle/decodeCounts';
export { maskBoundary } from './detection/rle/maskBoundary';
export { maskOverlap } from './detection/rle/maskOverlap';
export { maskOf, type Rle, rleArea, rleOf } from './detection/rle/rle';
export { rleBox } from './detection/rle/rleBox';
export { rleIou } from './detection/rle/rleIou';
export { type Segmentation, SegmentationError, segmentationRle } from './detection/rle/segmentationRle';
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
export { type PassFigures, type ReadChunks, rankFiguresInPasses } from './ranking/rankFiguresInPasses';
export {
  addToHistogram,
  createScoreHistogram,
  rocAucOfHistogram,
  type ScoreChunk,
  type ScoreHistogram,
} from './ranking/scoreHistogram';
export { rocAuc, rocAucOvr } from './rocAuc';
export {
  createPixelCounter,
  IGNORE,
  type PixelCounter,
  UndeclaredClassError,
} from './segmentation/createPixelCounter';
export { type MeanFigure, type SegmentationFigures, segmentationFigures } from './segmentation/segmentationFigures';
export { segmentationIntervals } from './segmentation/segmentationIntervals';
export {
  type BootstrapInterval,
  type BootstrapKind,
  type BootstrapPlan,
  bootstrapInterval,
  bootstrapIntervals,
  type CountedFigure,
  type CountedFigures,
} from './stats/bootstrapInterval';
export { type AurocInterval, aurocInterval, delongTest } from './stats/delong';
export { type DrawPlan, drawnIntervals, type FigureInterval, type IntervalMethod } from './stats/drawnIntervals';
export { type Equivalence, pairedEquivalence, welchEquivalence } from './stats/equivalence';
export { type GroupedRateInterval, type GroupedTrials, groupedRateInterval } from './stats/groupedRateInterval';
export { holm } from './stats/holm';
export { discordance, type McNemarTest, mcnemarTest } from './stats/mcnemarTest';
export { mean, standardDeviation, variance } from './stats/mean';
export { normalCdf, normalQuantile } from './stats/normal';
export { pairedBootstrap } from './stats/pairedBootstrap';
export { type PairedTTest, pairedTTest } from './stats/pairedTTest';
export { type PermutationInput, permutationTest } from './stats/permutationTest';
export { createRandom } from './stats/random';
export {
  midranks,
  type OrderedScores,
  orderScores,
  weightedAuroc,
  weightedAveragePrecision,
} from './stats/rankedFigures';
export { clopperPearsonInterval, type RateInterval, rateInterval, wilsonInterval } from './stats/rateInterval';
export { type Interval, percentileInterval, type Resampling, resampleCounts } from './stats/resample';
export { resampledInterval } from './stats/resampledInterval';
export { type Folds, resampledTTest } from './stats/resampledTTest';
export {
  powerMeans,
  powerPairs,
  type SampleSize,
  sampleSizeMcnemar,
  sampleSizeMeans,
  sampleSizePairs,
  sampleSizeRates,
} from './stats/sampleSize';
export { cannotSay, type Finding, type SaidDifference, sayDifference, type Wording } from './stats/says';
export { studentTCdf, studentTQuantile, twoSidedP } from './stats/studentT';
export { type TInterval, tInterval } from './stats/tInterval';
export { type WelchTest, welchTest } from './stats/welchTest';
export { type WilcoxonTest, wilcoxonTest } from './stats/wilcoxonTest';
export { topKAccuracy } from './topKAccuracy';
