import { CLASS_SCORES, type Classifier, classifierScores, isConverged, trainClassifier } from '@assay/classical';
import { CLASSIFICATION, type ClassicalConfig, ClassLearner, withLabels } from '@assay/contracts';
import { recordClassification } from '../classification';
import type { RunTask, TaskContext } from '../context';
import { type LabelledPictures, labelledPictures, trainingPictures } from '../labels';
import { recordModel } from '../model';
import { loadPictures, type Pictures } from '../pictures';
import { classifierTensors } from './classicalTensors';
import { breathe, type DescribedPictures, describePictures, requireFeaturesFit } from './describePictures';
import { searchLearner } from './searchLearner';

/** Hand-made features and a traditional learner of classes: what a pretrained network has to beat. */
export const classifyPictures: RunTask<ClassicalConfig> = async (context) => {
  const { config, report, signal } = context;
  requireFeaturesFit(config);
  await context.started(0);
  const pictures = await loadPictures(context, { side: config.input.size, channels: 1 });
  const { manifest, pack } = pictures;
  try {
    const training = trainingPictures(manifest, {
      dataset: config.dataset.name,
      labelFraction: config.dataset.labelFraction,
      seed: config.seed,
    });
    const others = (['validation', 'test'] as const).flatMap((split) => [...labelledPictures(manifest, split).indices]);
    const described = await describePictures(context, pack, {
      rows: Int32Array.from([...training.indices, ...others]),
      learned: training.indices,
    });
    const images = described.copies > 1 ? `, ${described.copies} images of each` : '';
    report.log(0, `${training.indices.length} training pictures${images}, ${described.dimension} features each`);

    const { learner, search } = await chooseLearner(context, { pictures, training, described });
    const classifier = trainClassifier(
      { learner, scaling: config.scaling, seed: config.seed },
      {
        features: described.copiesOf(training.indices),
        labels: Int32Array.from({ length: training.labels.length * described.copies }, (_, at) => {
          return training.labels[Math.floor(at / described.copies)] ?? 0;
        }),
        classes: manifest.classes.length,
      },
    );
    if (!isConverged(classifier.model)) {
      report.log(0, 'the learner did not converge: raise learner.maxIterations', 'warning');
    }
    await breathe(signal);

    const facts = { task: 'classical', classes: manifest.classes, threshold: null, which: 'last' } as const;
    await recordModel(context, { ...facts, tensors: classifierTensors(classifier) }, 0);
    await recordClassification(context, pictures, async (rows) => toRows(classifier, described.of(rows)), {
      task: 'classical',
      scores: CLASS_SCORES[learner.kind],
      weightsDigest: null,
      step: 0,
      pictures: training.labels.length,
      protocol: withLabels(CLASSIFICATION, config.dataset),
      ...(search ? { more: { search } } : {}),
    });
  } finally {
    await pictures.close();
  }
};

/** Scores of all classes, a row a picture. */
export function toRows(classifier: Classifier, features: Float32Array): number[][] {
  const scores = classifierScores(classifier, features);
  const { classes } = classifier;
  return Array.from({ length: scores.length / classes }, (_, row) => [
    ...scores.subarray(row * classes, (row + 1) * classes),
  ]);
}

type Given = { pictures: Pictures; training: LabelledPictures; described: DescribedPictures };

/** The config's learner, or the best of its search. */
async function chooseLearner(context: TaskContext<ClassicalConfig>, given: Given) {
  const learner = ClassLearner.parse(context.config.learner);
  const { search } = context.config;
  return search ? searchLearner(context, search, given) : { learner, search: undefined };
}
