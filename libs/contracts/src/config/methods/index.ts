import { z } from 'zod';
import { MaeConfig } from './mae';
import { SimclrConfig } from './simclr';

/** Every method's config; a method is a file here, a file in ssl-core, and a line in each list. */
export const MethodConfig = z.discriminatedUnion('kind', [SimclrConfig, MaeConfig]);
export type MethodConfig = z.output<typeof MethodConfig>;
export type MethodName = MethodConfig['kind'];
