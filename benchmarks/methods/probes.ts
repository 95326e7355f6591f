import {
  type Manifest,
  Manifest as ManifestSchema,
  ProbeConfig,
  ProbeRunConfig,
  probeProtocol,
  type RunConfig,
} from '@assay/contracts';
import { packDataset, packedItems } from '@assay/data';
import { classificationFigures } from '@assay/metrics';
import { createRng } from '@assay/ssl-core';
import type { ArtifactStore } from '@assay/store';
import { hogFeatures } from '../../apps/trainer/src/tasks/hogModel';
import { labelledPictures } from '../../apps/trainer/src/tasks/labels';
import { fitProbe } from '../../apps/trainer/src/tasks/probeModel';
import type { Prepared } from './datasets';
import type { Measured } from './orders';
import type { Figures } from './rows';
import type { Session } from './session';

type ProbeRun = Extract<RunConfig, { task: 'probe' }>;
type Both = { knn: ProbeRun; linear: ProbeRun };
type Found = Pick<Measured, 'knn' | 'linear' | 'majorityShare'>;

/** DINO's neighbours and temperature; logistic regression as it is by default. */
const PROBES = { knn: { kind: 'knn', k: 20, temperature: 0.07 }, linear: { kind: 'linear' } } as const;
const HOG = { kind: 'hog', orientations: 9, cell: 8 } as const;

/** The two probes of a network, as `assay run` takes them. */
export function probeConfigs(of: Pick<ProbeRun, 'dataset' | 'input' | 'backbone' | 'seed'>): Both {
  const { dataset, input, backbone, seed } = of;
  const make = (probe: (typeof PROBES)[keyof typeof PROBES]) =>
    ProbeRunConfig.parse({ task: 'probe', dataset, input, backbone, seed, probe });
  return { knn: make(PROBES.knn), linear: make(PROBES.linear) };
}

/** Runs both on weights, or on a network as it was drawn; figures of the test pictures. */
export async function measureProbes(session: Session, configs: Both, weights: string | null): Promise<Found> {
  const measure = async (config: ProbeRun) => {
    const run = await session.run(config, { weights });
    const record = JSON.parse((await session.artifacts.read(run.artifact('figures') ?? '')).toString('utf8'));
    return figuresOf(record.splits.test);
  };
  const knn = await measure(configs.knn);
  const linear = await measure(configs.linear);
  return { knn: knn.kept, linear: linear.kept, majorityShare: knn.majorityShare };
}

/** The same probes on histograms of gradients: what a descriptor made by hand is worth on these pictures. */
export async function measureHog(artifacts: ArtifactStore, dataset: Prepared): Promise<Found> {
  const stored: Manifest = ManifestSchema.parse(JSON.parse((await artifacts.read(dataset.digest)).toString('utf8')));
  const manifest = { ...stored, items: packedItems(stored) };
  const { size } = dataset.input;
  const pack = await packDataset({
    manifest,
    size,
    channels: 1,
    resize: 'stretch',
    readPicture: (digest) => artifacts.read(digest),
    folder: dataset.packFolder,
  });
  try {
    const [train, test] = [labelledPictures(manifest, 'train'), labelledPictures(manifest, 'test')];
    const featuresOf = async (rows: Int32Array) => hogFeatures(await pack.read(rows), size, HOG);
    const [features, asked] = [await featuresOf(train.indices), await featuresOf(test.indices)];
    const dimension = features.length / train.labels.length;
    const measure = async (probe: ProbeConfig) => {
      const data = { features, labels: train.labels, dimension, classes: manifest.classes.length };
      const model = await fitProbe(probe, data, {
        validation: { features: new Float32Array(0), labels: new Int32Array(0) },
        rng: createRng(0),
        engine: { engine: 'compiled' },
        onEpoch: () => {},
      });
      const { figures } = classificationFigures([...test.labels], model.scores(asked), manifest.classes);
      return figuresOf({ figures, protocol: probeProtocol(probe) });
    };
    const knn = await measure(ProbeConfig.parse(PROBES.knn));
    const linear = await measure(ProbeConfig.parse(PROBES.linear));
    return { knn: knn.kept, linear: linear.kept, majorityShare: knn.majorityShare };
  } finally {
    await pack.close();
  }
}

function figuresOf(measured: { figures: Record<string, number>; protocol: unknown }): {
  kept: Figures;
  majorityShare: number;
} {
  const { accuracy = Number.NaN, balancedAccuracy = Number.NaN, majorityShare = Number.NaN } = measured.figures;
  return { kept: { accuracy, balancedAccuracy, protocol: measured.protocol }, majorityShare };
}
