import type { MethodConfig } from './index';
import type { TeacherConfig } from './teacher';
import type { TokenizerConfig } from './tokenizer';

/** What a method builds on, another pretraining or weights that were brought in: BEiT's tokenizer, VQ-KD's teacher. */
export type MethodBasis = { where: string } & (TeacherConfig | Extract<TokenizerConfig, { kind: 'config' }>);

/** What a method builds on, and where its config says so; null where it builds on nothing. */
export function methodBasis(method: MethodConfig): MethodBasis | null {
  if (method.kind === 'beit') {
    const { tokenizer } = method;
    if (tokenizer.kind === 'random') return null;
    if (tokenizer.kind === 'words') return { where: 'method.tokenizer.teacher', ...tokenizer.teacher };
    return { where: 'method.tokenizer', ...tokenizer };
  }
  if (method.kind === 'vqKd') {
    return method.teacher.kind === 'random' ? null : { where: 'method.teacher', ...method.teacher };
  }
  return null;
}
