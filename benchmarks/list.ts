import type { Benchmark } from './benchmark';
import { growth } from './growth/growth';
import { training } from './training/training';

/** All benchmarks by name. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = { training, growth };
