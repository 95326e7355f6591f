import { layerNorm, type tf } from '@assay/engine';
import { ones, zeros } from './initialisers';
import type { Scope } from './parameters';

/** timm's ViT; PyTorch's own default is 1e-5. */
const EPSILON = 1e-6;

/** [..., D] to [..., D]. */
export type LayerNormLayer = <T extends tf.Tensor>(x: T) => T;

export function createLayerNorm(scope: Scope, dimension: number): LayerNormLayer {
  const shape: [number] = [dimension];
  const scale = scope.parameter<tf.Rank.R1>({ name: 'weight', shape, init: ones });
  const offset = scope.parameter<tf.Rank.R1>({ name: 'bias', shape, init: zeros });
  return (x) => layerNorm(x, scale, offset, EPSILON);
}
