import { z } from 'zod';
import { canonicalJson } from '../canonicalJson';
import { Digest, Name } from '../names';
import { AugmentConfig } from './augment';
import { BackboneConfig, describeBackbone } from './backbones';
import { checkClassical, classicalFields, describeFeatures } from './classical';
import { FoldConfig } from './fold';
import { withoutLaterDefaults } from './laterFields';
import { MethodConfig } from './methods';
import {
  DatasetRef,
  hasEqualParts,
  hasNoLayerDecay,
  hasPrecision,
  InputConfig,
  missingPrecision,
  strayLayerDecay,
  training,
  unequalParts,
} from './parts';
import { pretrainFields, seed, version } from './pretrainFields';
import { FewLabelsConfig, ProbeConfig } from './probes';
import { describeRegions } from './regions';

const methodFields = { ...pretrainFields, method: MethodConfig };

/** A pretraining that another config depends on; it has no seed of its own. */
export const NestedPretrainConfig = z
  .strictObject(methodFields)
  .refine(hasEqualParts, unequalParts)
  .refine(hasPrecision, missingPrecision)
  .refine(hasNoLayerDecay, strayLayerDecay);
export type NestedPretrainConfig = z.output<typeof NestedPretrainConfig>;

export const PretrainConfig = z
  .strictObject({ ...methodFields, seed: seed.default(0) })
  .refine(hasEqualParts, unequalParts)
  .refine(hasPrecision, missingPrecision)
  .refine(hasNoLayerDecay, strayLayerDecay);
export type PretrainConfig = z.output<typeof PretrainConfig>;

/** Of a pretraining: the weights that it ended with, or the checkpoint that its watched probe found best. */
const which = z.enum(['last', 'best']).default('last');

/** Where a run's weights come from. With `config`, queueing also queues (or reuses) that pretraining. */
export const InitConfig = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('scratch') }),
  z.strictObject({ kind: z.literal('run'), id: z.string().min(4), which }),
  /** Pretrained weights that were brought in; pinned to their digest when the run is queued. */
  z.strictObject({ kind: z.literal('weights'), name: Name, digest: Digest.optional() }),
  z.strictObject({
    kind: z.literal('config'),
    config: NestedPretrainConfig,
    which,
    /** Fixes the pretraining's seed, so that it is not repeated over seeds. */
    pretrainSeed: seed.optional(),
  }),
]);
export type InitConfig = z.output<typeof InitConfig>;

const initialised = { init: InitConfig.prefault({ kind: 'scratch' }), backbone: BackboneConfig };
const common = {
  version,
  seed: seed.default(0),
  dataset: DatasetRef,
  /** The fold of a cross-validation that is tested; null: the dataset version's own splits. */
  fold: FoldConfig.nullable().default(null),
  input: InputConfig.prefault({}),
};

export const FinetuneConfig = z
  .strictObject({
    ...common,
    task: z.literal('finetune'),
    ...initialised,
    augment: AugmentConfig.prefault({}),
    head: z
      .strictObject({ kind: z.literal('linear'), dropout: z.number().min(0).lt(1).default(0) })
      .prefault({ kind: 'linear' }),
    loss: z
      .strictObject({
        kind: z.literal('crossEntropy'),
        labelSmoothing: z.number().min(0).lt(1).default(0),
        /** `balanced` weighs a class by the inverse of its share. */
        classWeights: z.enum(['none', 'balanced']).default('none'),
      })
      .prefault({ kind: 'crossEntropy' }),
    /** Which weights learn: all, or the head alone. */
    trainable: z.enum(['all', 'head']).default('all'),
    /** The validation figure that picks the best checkpoint. */
    select: z
      .strictObject({ metric: z.string().startsWith('validation/').default('validation/accuracy') })
      .prefault({}),
    ...training,
  })
  .refine(hasEqualParts, unequalParts)
  .refine(hasPrecision, missingPrecision);
export type FinetuneConfig = z.output<typeof FinetuneConfig>;

export const ProbeRunConfig = z
  .strictObject({
    ...common,
    task: z.literal('probe'),
    ...initialised,
    probe: ProbeConfig.prefault({ kind: 'linear' }),
    fewLabels: FewLabelsConfig.nullable().default(null),
    batchSize: training.batchSize,
  })
  .refine(({ dataset, fewLabels }) => fewLabels === null || dataset.labelFraction === 1, {
    message: 'the shares are of all labelled pictures: leave dataset.labelFraction at 1',
    path: ['fewLabels'],
  });
export type ProbeRunConfig = z.output<typeof ProbeRunConfig>;

/** Hand-made features and a traditional learner: the baseline that costs milliseconds. */
export const ClassicalConfig = z
  .strictObject({ ...common, task: z.literal('classical'), ...classicalFields })
  .superRefine(checkClassical);
export type ClassicalConfig = z.output<typeof ClassicalConfig>;

/** A model of the good pictures alone: Gaussian distances on frozen features, as in PaDiM (arXiv 2011.08785). */
export const AnomalyConfig = z.strictObject({
  ...common,
  task: z.literal('anomaly'),
  ...initialised,
  model: z
    .strictObject({
      kind: z.literal('padim'),
      /** Stages of a ResNet whose features are joined at each position (1-4). */
      layers: z.array(z.int().min(1).max(4)).min(1).default([1, 2, 3]),
      /** Random channels kept of all joined ones. */
      dimensions: z.int().min(2).max(512).default(64),
      /** Added to the covariance's diagonal. */
      regularisation: z.number().positive().default(0.01),
    })
    .prefault({ kind: 'padim' }),
  /**
   * The threshold is this quantile of the scores of good pictures that the model has not seen: the validation ones, or,
   * when there are none, the training ones held out in five folds.
   */
  threshold: z.strictObject({ quantile: z.number().min(0.5).max(1).default(0.99) }).prefault({}),
  batchSize: training.batchSize,
});
export type AnomalyConfig = z.output<typeof AnomalyConfig>;

/** One complete run. Strict: an unknown key fails. */
export const RunConfig = z.discriminatedUnion('task', [
  PretrainConfig,
  FinetuneConfig,
  ProbeRunConfig,
  ClassicalConfig,
  AnomalyConfig,
]);
export type RunConfig = z.output<typeof RunConfig>;
export type RunConfigInput = z.input<typeof RunConfig>;
export type Task = RunConfig['task'];

export const TASKS = ['pretrain', 'probe', 'finetune', 'classical', 'anomaly'] as const satisfies readonly Task[];

/**
 * The bytes whose SHA-256 is the config's digest: everything but the seed, so that seeds of one config group together,
 * and fields that came later only where they change something, so that stored runs stay equal to new ones.
 */
export function configDigestInput(config: RunConfig | NestedPretrainConfig): string {
  const { seed: _seed, ...rest } = { seed: undefined, ...config };
  return canonicalJson(withoutLaterDefaults(rest));
}

/** A config's short facts that tables show. */
export function describeConfig(config: RunConfig): string {
  const backbone = 'backbone' in config ? ` ${describeBackbone(config.backbone)}` : '';
  switch (config.task) {
    case 'pretrain':
      return `${config.method.kind}${backbone}, ${config.epochs} epochs`;
    case 'finetune':
      return `fine-tune${backbone}, ${config.epochs} epochs, from ${describeInit(config.init)}`;
    case 'probe':
      return `${config.probe.kind} probe${config.fewLabels ? ' of few labels' : ''}${backbone}, from ${describeInit(config.init)}`;
    case 'classical':
      if (config.regions) return describeRegions(config.regions);
      return `${describeFeatures(config.features)} + ${config.learner.kind}${config.goodOnly ? ', good pictures alone' : ''}`;
    case 'anomaly':
      return `${config.model.kind}${backbone}, from ${describeInit(config.init)}`;
  }
}

function describeInit(init: InitConfig): string {
  if (init.kind === 'scratch') return 'scratch';
  if (init.kind === 'weights') return `weights ${init.name}`;
  const source = init.kind === 'run' ? `run ${init.id}` : init.config.method.kind;
  return init.which === 'best' ? `${source} at its best` : source;
}

/** What a stored run remembers of the machine and the code it ran on. */
export const RunRecord = z.object({
  commit: z.string().nullable(),
  isTreeClean: z.boolean().nullable(),
  lockfileDigest: Digest.nullable(),
  cpu: z.string(),
  threads: z.int(),
  node: z.string(),
  engine: z.string(),
});
export type RunRecord = z.infer<typeof RunRecord>;
