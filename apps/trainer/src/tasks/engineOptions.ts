import type { RunConfig } from '@assay/contracts';
import { type EngineOptions, lanesOf } from '@assay/ssl-core';

/** What the engine is opened with for a config. */
export function openingOptions(config: RunConfig, threads: number | null): { threads?: number; lanes: number } {
  const isCompiled = engineOptions(config).engine === 'compiled';
  const lanes = isCompiled && 'backbone' in config ? lanesOf(config.backbone) : 1;
  return threads === null ? { lanes } : { threads, lanes };
}

/** How a config's programs run: as it says, and compiled where it says nothing. */
export function engineOptions(config: RunConfig): EngineOptions {
  return {
    engine: 'engine' in config ? config.engine : 'compiled',
    precision: 'precision' in config ? config.precision : 'float32',
  };
}
