import { readFileSync } from 'node:fs';

const WANTED = /^(avx2?|avx512f|avx512_bf16|avx512_vnni|avx_vnni|amx_(bf16|int8|tile)|fma|asimd|bf16|sve2?)$/;

/** Vector instructions of this processor that TensorFlow's kernels choose by; empty where the system does not tell. */
export function readSimd(path = '/proc/cpuinfo'): string[] {
  try {
    const line = /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
    return line
      .split(/\s+/)
      .filter((flag) => WANTED.test(flag))
      .sort();
  } catch {
    return [];
  }
}
