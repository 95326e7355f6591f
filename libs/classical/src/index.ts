export { gaussianBackground } from './background/gaussianBackground';
export { medianBackground } from './background/medianBackground';
export { polynomialBackground } from './background/polynomialBackground';
export { rollingBall } from './background/rollingBall';
export { subtractBackground } from './background/subtractBackground';
export { balancedWeights, type ClassWeights } from './classWeights';
export { type ComponentShape, describeComponents, describeLabels, maskHuMoments } from './components/describe';
export { type Connectivity, type Labels, labelComponents } from './components/label';
export { type CannyOptions, cannyEdges } from './edges/canny';
export {
  cutOut,
  type Description,
  describePicture,
  descriptionLength,
  type SingleDescription,
} from './features/describePicture';
export { fitPatchGaussians, type PatchGaussians, patchDistances } from './gaussian';
export { type HogOptions, hog, hogLength } from './hog';
export { type Classifier, type ClassifierOptions, classifierScores, trainClassifier } from './learners/classifier';
export { CLASS_SCORES, type ClassLearnerOptions, type ClassModel, isConverged } from './learners/classLearner';
export { type GoodLearnerOptions, type GoodModel, goodModelScores, trainGoodModel } from './learners/goodLearner';
export type { ClassRows } from './learners/rows';
export { applyScaler, fitScaler, type Scaler, type Scaling } from './learners/scaling';
export { type Candidate, type FoldedRows, type SearchMetric, searchClassifier } from './learners/search';
export { readClassifier, readScaler, storeClassifier, storeScaler } from './learners/storedClassifier';
export { readModel, type StoredArray, storeModel } from './learners/storedModel';
export { decisionValues, type LinearSvm, trainLinearSvm } from './linearSvm';
export { mirrorImages } from './mirrors';
export { blackHat, closePicture, openPicture, topHat } from './morphology/compositions';
export { dilate, erode } from './morphology/dilate';
export type { Element } from './morphology/element';
export { fillHoles } from './morphology/fillHoles';
export { type RemoveSmallOptions, removeSmall } from './morphology/removeSmall';
export { countMask, type FloatPicture, type GreyPicture, type Mask } from './picture';
export { alignMap } from './project/align';
export { type Pca, pca } from './project/pca';
export type { Points } from './project/points';
export { PROJECTIONS, type Projection, type ProjectionName, projectPoints } from './project/projectPoints';
export { trustworthiness } from './project/trustworthiness';
export { type TsneOptions, tsne } from './project/tsne';
export { type UmapOptions, umap } from './project/umap';
export { type BackgroundOptions, estimateBackground } from './regions/background';
export { describeRegions, REGION_FEATURES } from './regions/describeRegions';
export {
  type BackgroundEvidenceOptions,
  backgroundEvidence,
  type Evidence,
  type Polarity,
  type ThresholdOptions,
  thresholdEvidence,
} from './regions/evidence';
export {
  findRegions,
  type MorphologyStep,
  type Region,
  type RegionMap,
  type RegionOptions,
} from './regions/findRegions';
export { type TemplateEvidenceOptions, templateEvidence } from './regions/templateEvidence';
export { applyStandardiser, fitStandardiser, type Standardiser } from './standardise';
export { findShift } from './template/findShift';
export { type GoldenDifference, type GoldenOptions, goldenDifference } from './template/goldenDifference';
export { matchTemplate, type TemplateMatch } from './template/matchTemplate';
export { movePicture } from './template/movePicture';
export { phaseCorrelation, type Shift } from './template/phaseCorrelation';
export { type GaborOptions, type GaborStatistics, gaborStatistics } from './texture/gabor';
export { GLCM_PROPERTIES, type GlcmFeatures, type GlcmOptions, glcmFeatures } from './texture/glcm';
export { intensityHistogram } from './texture/intensityHistogram';
export { type LbpOptions, type LbpVariant, lbpCodes, lbpHistogram, rotationInvariantCodes } from './texture/lbp';
export { type AdaptiveOptions, adaptiveMask } from './threshold/adaptive';
export { greyHistogram } from './threshold/greyHistogram';
export { liThreshold } from './threshold/li';
export { maskAbove } from './threshold/maskAbove';
export { multiOtsuThresholds } from './threshold/multiOtsu';
export { type NiblackOptions, niblackThresholds } from './threshold/niblack';
export { otsuThreshold } from './threshold/otsu';
export { type SauvolaOptions, sauvolaThresholds } from './threshold/sauvola';
export { triangleThreshold } from './threshold/triangle';
export { yenThreshold } from './threshold/yen';
