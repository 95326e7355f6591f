import { type ClassLearnerOptions, type ClassModel, classModelScores, trainClassModel } from './classLearner';
import { type ClassRows, countLabels, countRows, widthOf } from './rows';
import { applyScaler, fitScaler, type Scaler, type Scaling } from './scaling';

export type ClassifierOptions = { learner: ClassLearnerOptions; scaling: Scaling; seed: number };

/** A learner behind the scale of its features. */
export type Classifier = {
  classes: number;
  dimension: number;
  scaler: Scaler | null;
  /** Classes that had rows, ascending: the model knows no others. */
  seen: Int32Array;
  model: ClassModel;
};

/** @throws RangeError when the rows do not fit or are of one class */
export function trainClassifier({ learner, scaling, seed }: ClassifierOptions, rows: ClassRows): Classifier {
  const counts = countLabels(rows);
  const seen = Int32Array.from(counts.keys()).filter((c) => (counts[c] ?? 0) > 0);
  const N = rows.labels.length;
  const scaler = fitScaler(scaling, rows.features, N);
  const features = applyScaler(scaler, rows.features);
  const labels = Int32Array.from(rows.labels, (label) => seen.indexOf(label));
  const model = trainClassModel(learner, { features, labels, classes: seen.length }, seed);
  return { classes: rows.classes, dimension: widthOf(rows.features, N), scaler, seen, model };
}

/** Below every decision; a class without a row is never named. */
const NEVER = -1e6;

/** Scores [N, classes] row by row: probabilities or decision values, as the learner has them. */
export function classifierScores(classifier: Classifier, features: Float32Array): Float64Array {
  const { classes, dimension, scaler, seen, model } = classifier;
  const found = classModelScores(model, applyScaler(scaler, features));
  const isDecision = model.kind === 'linearSvm' || model.kind === 'rbfSvm';
  const scores = new Float64Array(countRows(features, dimension) * classes).fill(isDecision ? NEVER : 0);
  for (let at = 0; at < found.length; at++) {
    const row = Math.floor(at / seen.length);
    scores[row * classes + (seen[at % seen.length] ?? 0)] = found[at] ?? 0;
  }
  return scores;
}
