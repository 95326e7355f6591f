import { z } from 'zod';
import { Digest, Name } from '../../names';
import { InputConfig } from '../parts';

/** A network with features to learn from: another run's, or that of weights that were brought in. */
export const TEACHERS = [
  z.strictObject({ kind: z.literal('run'), id: z.string().min(4) }),
  z.strictObject({
    kind: z.literal('weights'),
    name: Name,
    /** Pinned when the run is queued. */
    digest: Digest.optional(),
    /** Side of the pictures as the teacher sees them; the weights' own where it is not given. */
    size: InputConfig.shape.size.unwrap().optional(),
  }),
] as const;

export const TeacherConfig = z.discriminatedUnion('kind', TEACHERS);
export type TeacherConfig = z.output<typeof TeacherConfig>;
