import { z } from 'zod';
import {
  hasEqualParts,
  hasNoLayerDecay,
  hasPrecision,
  missingPrecision,
  strayLayerDecay,
  unequalParts,
} from '../parts';
import { pretrainFields, seed } from '../pretrainFields';
import { DvaeConfig } from './dvae';
import { TeacherConfig } from './teacher';
import { VqKdConfig } from './vqKd';

/** Pretrainings whose result gives each place of a picture a code. */
export const TokenizerMethodConfig = z.discriminatedUnion('kind', [DvaeConfig, VqKdConfig]);
export type TokenizerMethodConfig = z.output<typeof TokenizerMethodConfig>;

/** The pretraining of a tokenizer that another config depends on; it has no seed of its own. */
export const TokenizerPretrainConfig = z
  .strictObject({ ...pretrainFields, method: TokenizerMethodConfig })
  .refine(hasEqualParts, unequalParts)
  .refine(hasPrecision, missingPrecision)
  .refine(hasNoLayerDecay, strayLayerDecay);
export type TokenizerPretrainConfig = z.output<typeof TokenizerPretrainConfig>;

/** Where codes come from. With `config`, queueing also queues (or reuses) that pretraining. */
export const TokenizerConfig = z.discriminatedUnion('kind', [
  /** A random projection and random codes (BEST-RQ, arXiv 2202.01855): what a learned tokenizer has to beat. */
  z.strictObject({
    kind: z.literal('random'),
    codes: z.int().min(2).max(65_536).default(512),
    codeWidth: z.int().positive().max(1024).default(16),
  }),
  /** Visual words: clusters of a teacher's features at each place (BoWNet, arXiv 2002.12247), found while BEiT trains. */
  z.strictObject({
    kind: z.literal('words'),
    codes: z.int().min(2).max(65_536).default(512),
    /** What a code keeps of itself in each step. */
    decay: z.number().min(0).lt(1).default(0.99),
    teacher: TeacherConfig,
  }),
  z.strictObject({ kind: z.literal('run'), id: z.string().min(4) }),
  z.strictObject({
    kind: z.literal('config'),
    config: TokenizerPretrainConfig,
    /** Fixes the tokenizer's seed, so that it is not trained anew for each seed. */
    pretrainSeed: seed.optional(),
  }),
]);
export type TokenizerConfig = z.output<typeof TokenizerConfig>;
