import type { MethodConfig, MethodName } from '@assay/contracts';
import { createBarlowTwins } from './barlowTwins';
import { createBeit } from './beit';
import { createByol } from './byol';
import { createColourisation } from './colourisation';
import { createDenoising } from './denoising';
import { createDino } from './dino';
import { createDvae } from './dvae';
import { createInpainting } from './inpainting';
import { createJigsaw } from './jigsaw';
import { createMae } from './mae';
import type { CreateMethod, Method, MethodInput } from './method';
import { createMoco } from './moco';
import { createMocoV3 } from './mocoV3';
import { createRelativePosition } from './relativePosition';
import { createRotation } from './rotation';
import { createSimclr } from './simclr';
import { createSimmim } from './simmim';
import { createSimsiam } from './simsiam';
import { createSwav } from './swav';
import { createVicreg } from './vicreg';
import { createVqKd } from './vqKd';

/** Every method; a config without one does not compile. */
export const METHODS = {
  simclr: createSimclr,
  mae: createMae,
  rotation: createRotation,
  relativePosition: createRelativePosition,
  denoising: createDenoising,
  inpainting: createInpainting,
  colourisation: createColourisation,
  jigsaw: createJigsaw,
  moco: createMoco,
  mocoV3: createMocoV3,
  byol: createByol,
  simsiam: createSimsiam,
  barlowTwins: createBarlowTwins,
  vicreg: createVicreg,
  swav: createSwav,
  dino: createDino,
  dvae: createDvae,
  vqKd: createVqKd,
  beit: createBeit,
  simmim: createSimmim,
} satisfies {
  [Name in MethodName]: CreateMethod<Extract<MethodConfig, { kind: Name }>>;
};

/** The method that a config names, on this backbone. @throws Error when they do not fit */
export function createMethod(config: MethodConfig, input: MethodInput): Method {
  // as: METHODS says above that each takes the config of its own name
  const create = METHODS[config.kind] as CreateMethod<MethodConfig>;
  return create(config, input);
}
