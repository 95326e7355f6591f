import { type ProbeRunConfig, probeProtocol, withLabels } from '@assay/contracts';
import { type Backbone, createRng, type StreamName } from '@assay/ssl-core';
import { recordClassification } from './classification';
import { type RunTask, type TaskContext, throwIfStopped } from './context';
import { engineOptions } from './engineOptions';
import { evaluationBatchSize, frozenFeatures } from './evaluations';
import { loadInitialWeights } from './initialWeights';
import { type LabelledPictures, labelledPictures, trainingPictures } from './labels';
import { openEvaluation } from './memory';
import { recordModel } from './model';
import { buildBackbone, modelTensors } from './network';
import { loadPictures, type Pictures, packedSize } from './pictures';
import { type FittedProbe, fitProbe } from './probeModel';
import { type AugmentedRows, openAugmentedRows } from './protocols/augmentedRows';
import { type FewLabelsRecord, fewLabelsPoints, measureFewLabels } from './protocols/fewLabels';
import { computeFrozenRows, type FrozenRows } from './protocols/frozenRows';

/** Measures frozen features: kNN or a linear classifier on them, nothing of the backbone learns. */
export const probe: RunTask<ProbeRunConfig> = async (context) => {
  const { config, report, signal } = context;
  await context.started(0);
  const pictures = await loadPictures(context, packedSize(config.input));
  const { manifest } = pictures;
  try {
    const training = trainingPictures(manifest, {
      dataset: config.dataset.name,
      labelFraction: config.dataset.labelFraction,
      seed: config.seed,
    });
    const splits = {
      validation: labelledPictures(manifest, 'validation'),
      test: labelledPictures(manifest, 'test'),
    };
    const backbone = buildBackbone(config);
    await loadInitialWeights(context, backbone);
    const features = await openFeatures(context, pictures, { backbone, training, splits });
    report.log(0, `${training.indices.length} training pictures, ${features.frozen.dimension} features each`);

    const fit = createFit(context, { ...features, validation: splits.validation, classes: manifest.classes.length });
    const model = await fit(training);
    if (!model.isConverged) report.log(0, 'the probe did not converge: raise probe.maxIterations', 'warning');
    if (model.sweep) report.log(0, describeSweep(model.sweep));
    const scorer = (rows: Int32Array) => {
      throwIfStopped(signal);
      return model.scores(features.frozen.of(rows));
    };
    const fewLabels = await lookAtFewLabels(context, pictures, { training, splits, frozen: features.frozen, fit });

    const tensors = [...modelTensors([backbone]), ...model.tensors];
    const facts = { task: 'probe', classes: manifest.classes, threshold: null, which: 'last' } as const;
    const weightsDigest = await recordModel(context, { ...facts, tensors }, 0);
    const result = {
      task: 'probe',
      scores: 'probability',
      weightsDigest,
      step: 0,
      pictures: training.indices.length,
      protocol: withLabels(probeProtocol(config.probe), config.dataset),
      more: { ...(fewLabels ? { fewLabels } : {}), ...(model.sweep ? { sweep: model.sweep } : {}) },
    } as const;
    await recordClassification(context, pictures, async (rows) => scorer(rows), result);
    features.close();
    backbone.dispose();
  } finally {
    await pictures.close();
  }
};

type Features = { frozen: FrozenRows; augmented: AugmentedRows | null; close(): void };

/** The features of all pictures that are learned from or asked about, and a way to those of changed ones. */
async function openFeatures(
  context: TaskContext<ProbeRunConfig>,
  { pack }: Pictures,
  {
    backbone,
    training,
    splits,
  }: { backbone: Backbone; training: LabelledPictures; splits: Record<string, LabelledPictures> },
): Promise<Features> {
  const { config, signal } = context;
  const rows = Int32Array.from([training, ...Object.values(splits)].flatMap(({ indices }) => [...indices]));
  const batchSize = evaluationBatchSize(training.indices.length);
  const program = openEvaluation(
    context,
    'features',
    frozenFeatures(backbone, { input: config.input, side: pack.size, batchSize }),
    backbone.parameters.map(({ variable }) => variable),
  );
  const frozen = await computeFrozenRows(program, pack, { rows, dimension: backbone.featureDimension });
  program.close();
  throwIfStopped(signal);
  const augment = config.probe.kind === 'linearSweep' ? config.probe.augment : null;
  const augmented = augment ? openAugmentedRows(context, { backbone, pack, augment, batchSize }) : null;
  return { frozen, augmented, close: () => augmented?.close() };
}

type Fit = (training: LabelledPictures, ...draw: StreamName[]) => Promise<FittedProbe>;

/** Fits the config's probe on some of the training pictures; `draw` names the stream of its random numbers. */
function createFit(
  { config, signal }: TaskContext<ProbeRunConfig>,
  {
    frozen,
    augmented,
    validation,
    classes,
  }: Pick<Features, 'frozen' | 'augmented'> & { validation: LabelledPictures; classes: number },
): Fit {
  return ({ indices, labels }, ...draw) => {
    throwIfStopped(signal);
    const rng = createRng(config.seed, 'probe', ...draw);
    const featuresOf = (epoch: number) => augmented?.of(indices, rng.fork('augment', epoch)) ?? frozen.of(indices);
    const data = { features: frozen.of(indices), labels, classes, dimension: frozen.dimension };
    return fitProbe(config.probe, data, {
      ...(augmented ? { featuresOf } : {}),
      validation: { features: frozen.of(validation.indices), labels: validation.labels },
      rng,
      engine: engineOptions(config),
      onEpoch: () => throwIfStopped(signal),
    });
  };
}

/** The same on shares of the labels, where the config asks for it; reports the means. */
async function lookAtFewLabels(
  { config, report }: TaskContext<ProbeRunConfig>,
  { manifest }: Pictures,
  given: { training: LabelledPictures; splits: Record<'validation' | 'test', LabelledPictures>; frozen: FrozenRows } & {
    fit: Fit;
  },
): Promise<FewLabelsRecord[] | null> {
  const { training, splits, frozen, fit } = given;
  if (!config.fewLabels) return null;
  const records = await measureFewLabels({
    probe: config.probe,
    config: config.fewLabels,
    training,
    splits,
    classes: manifest.classes,
    fit: async (drawn, { fraction, seed }) => {
      const { scores } = await fit(drawn, 'fewLabels', fraction, seed);
      return (rows) => scores(frozen.of(rows));
    },
    onDraw: (done, total) => report.progress(done, total, 'step', null),
  });
  for (const record of records) {
    report.metrics(0, record.labelled, fewLabelsPoints(record), record.protocol);
    const { fraction, labelled, draws, summary, split } = record;
    const { mean = Number.NaN, low = null, high = null } = summary.accuracy ?? {};
    const interval = low === null || high === null ? '' : ` [${low.toFixed(4)}, ${high.toFixed(4)}]`;
    const share = `${Number((100 * fraction).toPrecision(4))} % of the labels (${labelled})`;
    report.log(0, `${share}, ${draws.length} draws: ${split}/accuracy ${mean.toFixed(4)}${interval}`);
  }
  return records;
}

function describeSweep({ picked, rates }: NonNullable<FittedProbe['sweep']>): string {
  const each = rates.map(({ learningRate, accuracy }) => `${learningRate}: ${accuracy.toFixed(4)}`).join(', ');
  return `learning rate ${picked.learningRate}, the best on validation (${each})`;
}
