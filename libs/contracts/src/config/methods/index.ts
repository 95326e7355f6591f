import { z } from 'zod';
import { BarlowTwinsConfig } from './barlowTwins';
import { BeitConfig } from './beit';
import { ByolConfig } from './byol';
import { ColourisationConfig } from './colourisation';
import { DenoisingConfig } from './denoising';
import { DinoConfig } from './dino';
import { DvaeConfig } from './dvae';
import { InpaintingConfig } from './inpainting';
import { JigsawConfig } from './jigsaw';
import { MaeConfig } from './mae';
import { MocoConfig } from './moco';
import { MocoV3Config } from './mocoV3';
import { RelativePositionConfig } from './relativePosition';
import { RotationConfig } from './rotation';
import { SimclrConfig } from './simclr';
import { SimmimConfig } from './simmim';
import { SimsiamConfig } from './simsiam';
import { SwavConfig } from './swav';
import { VicregConfig } from './vicreg';
import { VqKdConfig } from './vqKd';

/** Every method's config; a method is a file here, a file in ssl-core, and a line in each list. */
export const MethodConfig = z.discriminatedUnion('kind', [
  SimclrConfig,
  MaeConfig,
  RotationConfig,
  RelativePositionConfig,
  DenoisingConfig,
  InpaintingConfig,
  ColourisationConfig,
  JigsawConfig,
  MocoConfig,
  MocoV3Config,
  ByolConfig,
  SimsiamConfig,
  BarlowTwinsConfig,
  VicregConfig,
  SwavConfig,
  DinoConfig,
  DvaeConfig,
  VqKdConfig,
  BeitConfig,
  SimmimConfig,
]);
export type MethodConfig = z.output<typeof MethodConfig>;
export type MethodName = MethodConfig['kind'];
