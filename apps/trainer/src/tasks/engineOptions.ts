import type { RunConfig } from '@assay/contracts';
import type { EngineOptions } from '@assay/ssl-core';

/** How a config's programs run: as it says, and compiled where it says nothing. */
export function engineOptions(config: RunConfig): EngineOptions {
  return {
    engine: 'engine' in config ? config.engine : 'compiled',
    precision: 'precision' in config ? config.precision : 'float32',
  };
}
