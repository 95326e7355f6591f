import { Digest, PretrainConfig, RunConfig, RunEvent, RunRecord } from '@assay/contracts';
import { z } from 'zod';

/** All that a child needs to execute one attempt of a run. It never touches the database. */
export const RunAssignment = z.strictObject({
  run: z.string(),
  attempt: z.int().positive(),
  /** Complete, with the dataset's version pinned. */
  config: RunConfig,
  configDigest: Digest,
  datasetDigest: Digest,
  /** Artifact that holds the manifest's canonical JSON. */
  manifest: Digest,
  /** Artifact with the weights that the run starts from; null from scratch. */
  initialWeights: Digest.nullable(),
  /** The pretraining whose checkpoint `initialWeights` is; null where it is a file of weights. */
  initialCheckpointOf: PretrainConfig.nullable().default(null),
  /**
   * What the config's method builds on: an artifact with weights, and the run that made them, or null where they were
   * brought in and their file says of which network they are. Null where it builds on nothing.
   */
  source: z.strictObject({ config: RunConfig.nullable(), weights: Digest }).nullable(),
  /** Artifact of the newest stored checkpoint; null when the run begins at the start. */
  resume: z.strictObject({ digest: Digest, step: z.int().min(0) }).nullable(),
  artifactsUrl: z.string(),
  /** Where decoded pictures are kept, shared by all runs on this machine. */
  packFolder: z.string(),
  /** The run's own folder on this machine: the checkpoint of the last seconds. */
  workFolder: z.string(),
  /** Pinned threads of the engine; the engine's default when null. */
  threads: z.int().positive().nullable(),
  /** What the process may use of the machine's memory; no limit when null. */
  memoryBytesMax: z.number().positive().nullable(),
});
export type RunAssignment = z.infer<typeof RunAssignment>;

/** From the supervisor to the child. */
export const ToChild = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('assign'), assignment: RunAssignment }),
  /** Stop between two steps and keep nothing more. */
  z.strictObject({ kind: z.literal('cancel') }),
  /** Stop between two steps and store a checkpoint, so that another worker goes on from there. */
  z.strictObject({ kind: z.literal('release') }),
]);
export type ToChild = z.infer<typeof ToChild>;

/** How an attempt ended, in the child's own words. A child that dies without saying so has crashed. */
export const Outcome = z.strictObject({
  kind: z.literal('outcome'),
  status: z.enum(['succeeded', 'failed', 'cancelled', 'released']),
  reason: z.string().nullable(),
});
export type Outcome = z.infer<typeof Outcome>;

/** From the child to the supervisor, in order. */
export const FromChild = z.discriminatedUnion('kind', [
  /** Sent once, before the first event: where it goes on (0 = the start) and what it runs on. */
  z.strictObject({ kind: z.literal('started'), step: z.int().min(0), record: RunRecord }),
  z.strictObject({ kind: z.literal('event'), event: RunEvent }),
  Outcome,
]);
export type FromChild = z.infer<typeof FromChild>;
