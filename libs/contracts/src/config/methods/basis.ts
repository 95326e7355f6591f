import type { MethodConfig } from './index';
import type { TokenizerConfig } from './tokenizer';
import type { VqKdConfig } from './vqKd';

/** What a method builds on, another pretraining or weights that were brought in: BEiT's tokenizer, VQ-KD's teacher. */
export type MethodBasis = { where: string } & Exclude<TokenizerConfig | VqKdConfig['teacher'], { kind: 'random' }>;

/** What a method builds on, and where its config says so; null where it builds on nothing. */
export function methodBasis(method: MethodConfig): MethodBasis | null {
  if (method.kind === 'beit') {
    return method.tokenizer.kind === 'random' ? null : { where: 'method.tokenizer', ...method.tokenizer };
  }
  if (method.kind === 'vqKd') {
    return method.teacher.kind === 'random' ? null : { where: 'method.teacher', ...method.teacher };
  }
  return null;
}
