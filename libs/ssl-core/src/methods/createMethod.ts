import type { MethodConfig, MethodName } from '@assay/contracts';
import type { Backbone } from '../backbones/backbone';
import type { Rng } from '../rng';
import { createMae } from './mae';
import type { CreateMethod, Method } from './method';
import { createSimclr } from './simclr';

/** Every method; a config without one does not compile. */
export const METHODS = { simclr: createSimclr, mae: createMae } satisfies {
  [Name in MethodName]: CreateMethod<Extract<MethodConfig, { kind: Name }>>;
};

/** The method that a config names, on this backbone. */
export function createMethod(config: MethodConfig, backbone: Backbone, rng: Rng): Method {
  switch (config.kind) {
    case 'simclr':
      return METHODS.simclr(config, backbone, rng);
    case 'mae':
      return METHODS.mae(config, backbone, rng);
  }
}
