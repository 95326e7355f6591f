import { z } from 'zod';
import { RunConfig } from './config/runConfig';
import { Digest } from './names';

/** `bundle.json` of a model: all that prediction needs besides the tensors. */
export const ModelBundle = z.object({
  version: z.literal(1),
  task: z.enum(['finetune', 'probe', 'classical', 'anomaly']),
  config: RunConfig,
  classes: z.array(z.string()),
  threshold: z.number().nullable(),
  datasetDigest: Digest,
  which: z.enum(['best', 'last']),
  /** The safetensors artifact with `model.*`, `classical.*` or `bank.*`. */
  tensors: Digest,
});
export type ModelBundle = z.infer<typeof ModelBundle>;

/** Names of a run's checkpoints: the newest ones, and the one that a pretraining's watched probe found best. */
export const CHECKPOINT_NAME = 'checkpoint.safetensors';
export const BEST_CHECKPOINT_NAME = 'best.safetensors';

/** Metadata in the header of a checkpoint. Nothing in it depends on the time, the run's id or the attempt. */
export const CheckpointHeader = z.object({
  format: z.literal('assay-checkpoint-1'),
  configDigest: Digest,
  datasetDigest: Digest,
  step: z.coerce.number().int().min(0),
  engine: z.string(),
});
export type CheckpointHeader = z.infer<typeof CheckpointHeader>;

/**
 * Metadata in the header of an embedding: features of some pictures at one step of a run. Its tensors are `features`
 * [N, D] and `labels` [N] (-1: none), and with at least four pictures `map` [N, 2], their two principal components.
 */
export const EmbeddingHeader = z.object({
  format: z.literal('assay-embedding-1'),
  datasetDigest: Digest,
  step: z.coerce.number().int().min(0),
  /** JSON: the digest of each picture. */
  pictures: z.string().transform((text) => z.array(Digest).parse(JSON.parse(text))),
  /** JSON: the names of the classes. */
  classes: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  /** JSON: how far the map's neighbourhoods can be trusted, at most 1; null where there is no map or nothing to tell. */
  trustworthiness: z.string().transform((text) => z.number().nullable().parse(JSON.parse(text))),
});
export type EmbeddingHeader = z.output<typeof EmbeddingHeader>;

/** One answer of `assay predict`. */
export const PredictAnswer = z.object({
  path: z.string(),
  model: z.string(),
  version: z.int(),
  class: z.string(),
  scores: z.record(z.string(), z.number()),
  threshold: z.number().nullable(),
  /** File of a good-only model's heat map. */
  heatMap: z.string().optional(),
  /** Pixels of the picture, origin top left, surest first. */
  boxes: z
    .array(
      z.object({
        x: z.number(),
        y: z.number(),
        w: z.number(),
        h: z.number(),
        class: z.string(),
        score: z.number(),
      }),
    )
    .optional(),
  /** PNG file of class indices, one a pixel of the picture; `maskClasses` names them, 0 is the ground. */
  mask: z.string().optional(),
  maskClasses: z.array(z.string()).optional(),
});
export type PredictAnswer = z.infer<typeof PredictAnswer>;
