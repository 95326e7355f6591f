import type { Benchmark } from '../benchmark';
export const growth: Benchmark = { select: () => [], run: async () => {} };
