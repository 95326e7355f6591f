import type { MethodConfig } from './index';
import type { TokenizerConfig } from './tokenizer';

/** Another pretraining that a method builds on: the tokenizer of BEiT, the teacher of VQ-KD. */
export type MethodBasis = { where: string } & Exclude<TokenizerConfig, { kind: 'random' }>;

/** What a method builds on, and where its config says so; null where it builds on no other run. */
export function methodBasis(method: MethodConfig): MethodBasis | null {
  if (method.kind === 'beit') {
    return method.tokenizer.kind === 'random' ? null : { where: 'method.tokenizer', ...method.tokenizer };
  }
  if (method.kind === 'vqKd') {
    return method.teacher.kind === 'random' ? null : { where: 'method.teacher', ...method.teacher };
  }
  return null;
}
