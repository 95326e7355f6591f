import type { ProbeRunConfig } from '@assay/contracts';
import { recordClassification } from './classification';
import { type RunTask, throwIfStopped } from './context';
import { evaluateRows, evaluationBatchSize, frozenFeatures } from './evaluations';
import { trainingPictures } from './labels';
import { openEvaluation } from './memory';
import { recordModel } from './model';
import { buildBackbone, loadInitialWeights, modelTensors } from './network';
import { loadPictures, packedSize } from './pictures';
import { fitProbe } from './probeModel';

/** Measures frozen features: kNN or logistic regression on them, nothing of the backbone learns. */
export const probe: RunTask<ProbeRunConfig> = async (context) => {
  const { config, report, signal } = context;
  await context.started(0);
  const pictures = await loadPictures(context, packedSize(config.input));
  const { manifest, pack } = pictures;
  try {
    const training = trainingPictures(manifest, {
      dataset: config.dataset.name,
      labelFraction: config.dataset.labelFraction,
      seed: config.seed,
    });
    const backbone = buildBackbone(config);
    await loadInitialWeights(context, backbone);
    const batchSize = evaluationBatchSize(training.indices.length);
    const program = openEvaluation(
      context,
      'features',
      frozenFeatures(backbone, { input: config.input, side: pack.size, batchSize }),
      backbone.parameters.map(({ variable }) => variable),
    );
    const dimension = backbone.featureDimension;
    const known = await evaluateRows(program, 'features', pack, training.indices);
    throwIfStopped(signal);
    report.log(0, `${known.count} training pictures, ${dimension} features each`);
    const model = fitProbe(config.probe, {
      features: known.values,
      labels: training.labels,
      dimension,
      classes: manifest.classes.length,
    });
    if (!model.isConverged) report.log(0, 'the probe did not converge: raise probe.maxIterations', 'warning');
    throwIfStopped(signal);

    const tensors = [...modelTensors([backbone]), ...model.tensors];
    const facts = { task: 'probe', classes: manifest.classes, threshold: null, which: 'last' } as const;
    const weightsDigest = await recordModel(context, { ...facts, tensors }, 0);
    const scorer = async (rows: Int32Array) => {
      throwIfStopped(signal);
      return model.scores((await evaluateRows(program, 'features', pack, rows)).values);
    };
    await recordClassification(context, pictures, scorer, {
      task: 'probe',
      scores: 'probability',
      weightsDigest,
      step: 0,
      pictures: known.count,
    });
    program.close();
    backbone.dispose();
  } finally {
    await pictures.close();
  }
};
