import type { MethodConfig, MethodName } from '@assay/contracts';
import { createMae } from './mae';
import type { CreateMethod, Method, MethodInput } from './method';
import { createSimclr } from './simclr';

/** Every method; a config without one does not compile. */
export const METHODS = { simclr: createSimclr, mae: createMae } satisfies {
  [Name in MethodName]: CreateMethod<Extract<MethodConfig, { kind: Name }>>;
};

/** The method that a config names, on this backbone. @throws Error when they do not fit */
export function createMethod(config: MethodConfig, input: MethodInput): Method {
  // as: METHODS says above that each takes the config of its own name
  const create = METHODS[config.kind] as CreateMethod<MethodConfig>;
  return create(config, input);
}
