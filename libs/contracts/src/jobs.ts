import { z } from 'zod';
import { Name } from './names';

/** What a worker can be asked to do. The handler of each kind is in the trainer. */
export const JobPayload = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run'), run: z.string() }),
  z.strictObject({
    kind: z.literal('dataset.import'),
    /** A folder on the worker's machine. */
    path: z.string().min(1),
    name: Name,
    format: z.string().default('auto'),
  }),
]);
export type JobPayload = z.output<typeof JobPayload>;
export type JobKind = JobPayload['kind'];

export const JOB_STATUSES = ['waiting', 'queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export const JobStatus = z.enum(JOB_STATUSES);
export type JobStatus = z.infer<typeof JobStatus>;

/** Seconds that a claim holds without being renewed; a dead worker's job is taken over after that. */
export const LEASE_SECONDS = 15;
/** Seconds between two renewals. */
export const HEARTBEAT_SECONDS = 2;
/** Tries that a job has before it fails for good. */
export const MAX_ATTEMPTS = 3;
