import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** Settings of the C library's allocator; either side may have whichever is fastest for it. */
export const ALLOCATORS = {
  default: {},
  /** Freed memory is kept for the next step instead of being given back to the system page by page. */
  kept: { MALLOC_MMAP_MAX_: '0', MALLOC_TRIM_THRESHOLD_: '4000000000', MALLOC_TOP_PAD_: '268435456' },
  /** Transparent huge pages. */
  huge: { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' },
  'kept+huge': {
    MALLOC_MMAP_MAX_: '0',
    MALLOC_TRIM_THRESHOLD_: '4000000000',
    MALLOC_TOP_PAD_: '268435456',
    GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
  },
} satisfies Record<string, Record<string, string>>;
export type Allocator = keyof typeof ALLOCATORS;
export const ALLOCATOR_NAMES = Object.keys(ALLOCATORS) as Allocator[]; // its own keys

/** How PyTorch runs a step. */
export const PEER_PROGRAMS = {
  eager: { isCompiled: false, isChannelsLast: false },
  channels_last: { isCompiled: false, isChannelsLast: true },
  compile: { isCompiled: true, isChannelsLast: false },
  'compile+channels_last': { isCompiled: true, isChannelsLast: true },
} satisfies Record<string, { isCompiled: boolean; isChannelsLast: boolean }>;
export type PeerProgram = keyof typeof PEER_PROGRAMS;
export type OurProgram = 'compiled' | 'eager';

/** One way of running one side. */
export type Mode<Program extends string = string> = { program: Program; allocator: Allocator };

export function nameOf({ program, allocator }: Mode): string {
  return allocator === 'default' ? program : `${program}, ${allocator}`;
}

/** Settings of threads, kernels and memory that must not come in from outside. */
const FOREIGN =
  /^(TF_|OMP_|MKL_|KMP_|GOMP_|OPENBLAS_|DNNL_|ONEDNN_|TORCH|PYTORCH|MALLOC_|GLIBC_TUNABLES|LD_PRELOAD|NODE_OPTIONS)/;

/** The environment of either side's process. */
export function environmentOf(allocator: Allocator, threads: number, cacheFolder: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  return {
    ...Object.fromEntries(own),
    ...ALLOCATORS[allocator],
    OMP_NUM_THREADS: String(threads),
    TF_CPP_MIN_LOG_LEVEL: '3',
    TORCHINDUCTOR_CACHE_DIR: join(cacheFolder, 'inductor'),
    TORCHINDUCTOR_COMPILE_THREADS: String(availableParallelism()),
    PYTHONDONTWRITEBYTECODE: '1',
  };
}
