import { InputError, type LinearSweepConfig } from '@assay/contracts';
import { accuracy, argMax } from '@assay/metrics';
import { type EngineOptions, fitLinearSweep, type LinearProbe, linearProbeScores, type Rng } from '@assay/ssl-core';

export type SweepData = {
  /** [N, D] of the training pictures in an epoch. */
  featuresOf: (epoch: number) => Float32Array | Promise<Float32Array>;
  labels: Int32Array;
  classes: number;
  /** What the rate is picked on. */
  validation: { features: Float32Array; labels: Int32Array };
  rng: Rng;
  onEpoch: (epoch: number) => void;
};

/** What a rate came to on the validation pictures, after the last epoch. */
export type RateFigures = { learningRate: number; accuracy: number; loss: number };
export type PickedProbe = { probe: LinearProbe; picked: RateFigures; rates: RateFigures[] };

/**
 * The head whose rate is best on validation: the most accurate; among equals the one of the smallest loss, then of the
 * smallest rate. Test pictures have no say.
 *
 * @throws InputError without labelled validation pictures, or when every rate left the finite numbers
 */
export async function fitPickedProbe(
  { validation, ...data }: SweepData,
  { kind: _kind, augment: _augment, ...config }: LinearSweepConfig,
  engine: EngineOptions,
): Promise<PickedProbe> {
  if (validation.labels.length === 0) {
    throw new InputError({
      where: 'probe.kind',
      found: 'no labelled validation pictures to pick the learning rate on',
      fix: 'divide the dataset with: assay dataset split, or take the kind "linear"',
    });
  }
  const probes = await fitLinearSweep(data, { ...config, ...engine });
  const candidates = probes.flatMap((probe, i) => {
    const learningRate = config.learningRates[i] ?? Number.NaN;
    return probe.isConverged ? [{ probe, figures: measure(probe, learningRate, validation) }] : [];
  });
  const [best] = candidates.toSorted(({ figures: a }, { figures: b }) => {
    return b.accuracy - a.accuracy || a.loss - b.loss || a.learningRate - b.learningRate;
  });
  if (best) return { probe: best.probe, picked: best.figures, rates: candidates.map(({ figures }) => figures) };
  throw new InputError({
    where: 'probe.learningRates',
    found: 'no learning rate kept the weights finite',
    fix: 'smaller rates, or normalise: "batch"',
  });
}

function measure(probe: LinearProbe, learningRate: number, { features, labels }: SweepData['validation']): RateFigures {
  const scores = linearProbeScores(probe, features);
  const losses = scores.map((row, n) => -Math.log(Math.max(row[labels[n] ?? 0] ?? 0, 1e-12)));
  return {
    learningRate,
    accuracy: accuracy([...labels], scores.map(argMax)),
    loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
  };
}
