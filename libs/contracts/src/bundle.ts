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

/** Metadata in the header of a checkpoint. Nothing in it depends on the time, the run's id or the attempt. */
export const CheckpointHeader = z.object({
  format: z.literal('assay-checkpoint-1'),
  configDigest: Digest,
  datasetDigest: Digest,
  step: z.coerce.number().int().min(0),
  engine: z.string(),
});
export type CheckpointHeader = z.infer<typeof CheckpointHeader>;

/** One answer of `assay predict`. */
export const PredictAnswer = z.object({
  path: z.string(),
  model: z.string(),
  version: z.int(),
  class: z.string(),
  scores: z.record(z.string(), z.number()),
  threshold: z.number().nullable(),
  heatMap: z.string().optional(),
});
export type PredictAnswer = z.infer<typeof PredictAnswer>;
