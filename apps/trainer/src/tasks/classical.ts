import { mirrorImages, trainLinearSvm } from '@assay/classical';
import type { ClassicalConfig } from '@assay/contracts';
import { recordClassification } from './classification';
import { type RunTask, throwIfStopped } from './context';
import { hogFeatures, requireHogFits, svmScores, svmTensors } from './hogModel';
import { trainingPictures } from './labels';
import { recordModel } from './model';
import { loadPictures } from './pictures';

/** Histograms of gradients and a linear machine: what a pretrained network has to beat. */
export const classical: RunTask<ClassicalConfig> = async (context) => {
  const { config, report, signal } = context;
  requireHogFits(config);
  await context.started(0);
  const pictures = await loadPictures(context, { side: config.input.size, channels: 1 });
  const { manifest, pack } = pictures;
  try {
    const training = trainingPictures(manifest, {
      dataset: config.dataset.name,
      labelFraction: config.dataset.labelFraction,
      seed: config.seed,
    });
    const featuresOf = async (rows: Int32Array) =>
      hogFeatures(await pack.read(rows), config.input.size, config.features);
    const { features, labels } = learnFrom(config, await pack.read(training.indices), training.labels);
    throwIfStopped(signal);
    const { c, maxIterations, classWeights } = config.learner;
    const svm = trainLinearSvm({
      features,
      labels,
      classes: manifest.classes.length,
      c,
      maxIterations,
      classWeights,
      seed: config.seed,
    });
    report.log(0, `${training.labels.length} training pictures, ${svm.dimension} features each`);
    if (svm.converged.includes(false)) {
      report.log(0, 'the machine did not converge: raise learner.maxIterations', 'warning');
    }
    throwIfStopped(signal);

    const facts = { task: 'classical', classes: manifest.classes, threshold: null, which: 'last' } as const;
    await recordModel(context, { ...facts, tensors: svmTensors(svm) }, 0);
    await recordClassification(context, pictures, async (rows) => svmScores(svm, await featuresOf(rows)), {
      task: 'classical',
      scores: 'decision',
      weightsDigest: null,
      step: 0,
      pictures: training.labels.length,
    });
  } finally {
    await pictures.close();
  }
};

/** Features and labels of the training pictures, and of their mirror images where the config asks for them. */
function learnFrom(config: ClassicalConfig, pixels: Uint8Array, labels: Int32Array) {
  const { size } = config.input;
  if (!config.mirrors) return { features: hogFeatures(pixels, size, config.features), labels };
  const area = size * size;
  const images = Array.from(labels, (_, row) => mirrorImages(pixels.subarray(row * area, (row + 1) * area), size));
  const all = new Uint8Array(images.flat().length * area);
  for (const [at, image] of images.flat().entries()) all.set(image, at * area);
  return {
    features: hogFeatures(all, size, config.features),
    labels: Int32Array.from(images.flatMap((of, row) => of.map(() => labels[row] ?? 0))),
  };
}
