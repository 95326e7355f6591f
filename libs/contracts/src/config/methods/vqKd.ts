import { z } from 'zod';
import { TEACHERS } from './teacher';

const positiveInt = z.int().positive();

/** Vector-quantised knowledge distillation (BEiT v2, arXiv 2208.06366): codes from which a teacher's features follow. */
export const VqKdConfig = z.strictObject({
  kind: z.literal('vqKd'),
  /** Codes to choose from; the paper has 8192. */
  codes: z.int().min(2).max(65_536).default(512),
  /** Width of a code. */
  codeWidth: positiveInt.max(1024).default(32),
  /** What a code keeps of itself in each step. */
  decay: z.number().min(0).lt(1).default(0.99),
  /**
   * A code that is chosen less often than this share of an even use becomes a token of the batch again; never at 0, as in
   * the paper.
   */
  revive: z.number().min(0).lt(1).default(0),
  /** How much the encoder is drawn to the codes that it chose. */
  commitment: z.number().min(0).default(1),
  decoder: z
    .strictObject({ width: positiveInt.default(96), depth: positiveInt.default(1), heads: positiveInt.default(3) })
    .refine((d) => d.width % d.heads === 0, { message: 'width must be a multiple of heads', path: ['width'] })
    .prefault({}),
  /** Whose features are foretold: another run's, those of weights that were brought in, or of an untrained encoder. */
  teacher: z
    .discriminatedUnion('kind', [z.strictObject({ kind: z.literal('random') }), ...TEACHERS])
    .prefault({ kind: 'random' }),
});
export type VqKdConfig = z.output<typeof VqKdConfig>;
