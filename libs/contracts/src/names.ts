import { z } from 'zod';

/** A name that is typed on command lines and stands in URLs: letters, digits, dot, dash, underscore; 64 at most. */
export const Name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'a name is 1-64 letters, digits, ".", "_" or "-", starting with a letter or digit',
  );

/** A title that people read: an experiment's question, for instance. */
export const Title = z.string().trim().min(1, 'must not be empty').max(200, 'must be 200 characters at most');

/** SHA-256 in lower-case hexadecimal. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'a digest is 64 lower-case hexadecimal digits');

export const SPLITS = ['train', 'validation', 'test', 'unlabelled'] as const;
export const Split = z.enum(SPLITS);
export type Split = z.infer<typeof Split>;

export const RUN_STATUSES = ['waiting', 'queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export const RunStatus = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof RunStatus>;

export const ATTEMPT_STATUSES = ['running', 'succeeded', 'failed', 'cancelled', 'lost', 'released'] as const;
export const AttemptStatus = z.enum(ATTEMPT_STATUSES);
export type AttemptStatus = z.infer<typeof AttemptStatus>;

/** Whether a run in this status will never change again. */
export function isFinal(status: RunStatus): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}
