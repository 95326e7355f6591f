import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { readSimd } from '../libs/engine/src/simd';
import { ROOT } from '../tools/lib/root.mjs';

/** What figures depend on besides the code. */
export type Machine = {
  cpu: string;
  cores: number;
  memoryGb: number;
  /** Vector instructions that the kernels choose by. */
  simd: string[];
  system: string;
};

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    simd: readSimd(),
    system: `${process.platform} ${process.arch} ${release()}`,
  };
}

/** Mean number of processes that wanted a core in the last minute: above the cores' number, figures are noisy. */
export function loadAverage(): number {
  return loadavg()[0] ?? Number.NaN;
}

/** Processor seconds that the whole machine has spent since it was started. */
export function busySeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}

/** The commit that is measured, with a `+` when the tree has changes. */
export function describeCommit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
    const changes = git('status', '--porcelain', '--', '.', ':!benchmarks/results');
    return `${git('rev-parse', '--short=12', 'HEAD')}${changes === '' ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}
