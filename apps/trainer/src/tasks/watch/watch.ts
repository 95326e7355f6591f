import { type PretrainConfig, watchedProtocols } from '@assay/contracts';
import type { Program } from '@assay/engine';
import { featureSignals } from '@assay/metrics';
import type { Backbone, Evaluation, Look, TrainEvent } from '@assay/ssl-core';
import type { TrainingParts } from '../checkpoint';
import type { TaskContext } from '../context';
import { evaluateRows, evaluationBatchSize, frozenFeatures } from '../evaluations';
import type { Pictures } from '../pictures';
import { type AlignedViews, createAlignedViews } from './alignedViews';
import { type CollapseWatch, createCollapseWatch } from './collapseAlarm';
import { embeddingOf, encodeEmbedding } from './embeddings';
import { isDue } from './isDue';
import type { Previews } from './previews';
import { createProbeWatch, type ProbeFigures } from './probes';
import { sampleRows } from './sampleRows';
import { signalScale } from './signalScale';

export interface Watch {
  evaluations: Record<string, Evaluation>;
  looks: Record<string, Look>;
  /** What a checkpoint must remember of it; undefined where it remembers nothing. */
  state: TrainingParts['extra'] | undefined;
  onStep(event: Extract<TrainEvent, { kind: 'step' }>): void;
  /** Looks at what is due; answers whether the features are the best so far. */
  afterEpoch(place: { epoch: number; step: number }, program: Program): Promise<{ isBest: boolean }>;
}

type Watched = {
  pictures: Pictures;
  /** Rows of the pack that are learned from. */
  rows: Int32Array;
  /** The network whose features are watched. */
  encoder: Backbone;
  previews: Previews | null;
};

/** All that a pretraining is watched by, as `watch` of its config says. */
export function createWatch(context: TaskContext<PretrainConfig>, watched: Watched): Watch {
  const { config, assignment, artifacts, report } = context;
  const { signals, pictures: shown, embeddings, linear } = config.watch;
  const { pictures, rows, encoder, previews } = watched;
  const { manifest, pack } = pictures;
  const probes = createProbeWatch(context, pictures);
  const sample = signals ? sampleRows(rows, signals.sample) : new Int32Array(0);
  const embedded = embeddings ? sampleRows(rows, embeddings.sample) : new Int32Array(0);
  const batchSize = evaluationBatchSize(...probes.counts, sample.length, embedded.length);
  const aligned = signals ? alignedViews(config, watched, sample, batchSize) : null;
  const scale = { dimension: encoder.featureDimension, ...signalScale(config) };
  const alarm = signals ? createCollapseWatch(config, scale, report) : null;
  const best = probes.counts.length > 0 ? createBest(linear ? 'linear/accuracy' : 'knn/accuracy') : null;
  const protocols = watchedProtocols(config.watch);
  const isEvaluated = probes.counts.length > 0 || sample.length > 0 || embedded.length > 0;

  async function lookAtSignals(program: Program, epoch: number, step: number): Promise<Record<string, number>> {
    if (!signals || !aligned || !isDue(epoch, signals, config.epochs)) return {};
    const { values } = await evaluateRows(program, 'features', pack, sample);
    const features = { values, dimension: encoder.featureDimension };
    const found = featureSignals(features, await aligned.features(program));
    alarm?.onLook(step, epoch, found);
    return Object.fromEntries(Object.entries(found).map(([name, value]) => [`features/${name}`, value]));
  }

  async function storeEmbedding(program: Program, step: number): Promise<void> {
    const found = await evaluateRows(program, 'features', pack, embedded);
    const { datasetDigest } = assignment;
    const bytes = encodeEmbedding(embeddingOf(found, embedded, { manifest, datasetDigest, step }));
    report.artifact({ kind: 'embedding', name: 'embedding.safetensors', ...(await artifacts.put(bytes)), step });
  }

  return {
    evaluations: isEvaluated
      ? { features: frozenFeatures(encoder, { input: config.input, side: pack.size, batchSize }) }
      : {},
    looks: { ...aligned?.looks, ...previews?.looks },
    state: alarm || best ? watchState(alarm, best) : undefined,
    onStep: (event) => alarm?.onStep(event),
    async afterEpoch({ epoch, step }, program) {
      const seen = step * config.batchSize;
      const probed = await probes.look(program, epoch);
      for (const key of ['knn/accuracy', 'linear/accuracy'] as const) {
        const value = probed[key];
        if (value !== undefined) report.metrics(step, seen, { [key]: value }, protocols[key] ?? undefined);
      }
      report.metrics(step, seen, await lookAtSignals(program, epoch, step));
      if (previews && shown && isDue(epoch, shown, config.epochs)) await previews.store(program, step);
      if (embedded.length > 0 && isDue(epoch, config.checkpoint, config.epochs)) await storeEmbedding(program, step);
      return { isBest: best?.take(probed) ?? false };
    },
  };
}

function alignedViews(
  config: PretrainConfig,
  { pictures, encoder }: Watched,
  rows: Int32Array,
  batchSize: number,
): AlignedViews {
  // Two views at once; no more than a step takes.
  const most = Math.max(1, Math.floor(config.batchSize / config.accumulateSteps));
  return createAlignedViews(config, { encoder, pack: pictures.pack, rows, batchSize: Math.min(batchSize, most) });
}

type Best = ReturnType<typeof createBest>;

/** The best accuracy so far of one probe; the earlier one of two that are as good. */
function createBest(key: keyof ProbeFigures) {
  let best: number | null = null;
  return {
    take(figures: ProbeFigures): boolean {
      const value = figures[key];
      if (value === undefined || (best !== null && value <= best)) return false;
      best = value;
      return true;
    },
    get value() {
      return best;
    },
    set value(value) {
      best = value;
    },
  };
}

function watchState(alarm: CollapseWatch | null, best: Best | null): NonNullable<TrainingParts['extra']> {
  return {
    save: () => ({
      arrays: [],
      notes: {
        ...(alarm ? { watchSignals: alarm.save() } : {}),
        ...(best?.value === null || best === null ? {} : { watchBest: String(best.value) }),
      },
    }),
    restore(_arrays, { watchSignals, watchBest }) {
      if (alarm && watchSignals !== undefined) alarm.restore(watchSignals);
      if (best) best.value = watchBest === undefined ? null : Number(watchBest);
    },
  };
}
