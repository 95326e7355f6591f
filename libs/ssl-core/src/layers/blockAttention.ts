import type { ResnetConfig } from '@assay/contracts';
import { relu, type tf } from '@assay/engine';
import { createCbam } from './cbam';
import type { Mode } from './mode';
import type { Scope } from './parameters';
import { createSqueezeExcite } from './squeezeExcite';

/** What a residual block weighs its result with before the way around is added; [N, H, W, C] to the same. */
export type BlockAttention = (x_NHWC: tf.Tensor4D, mode: Mode) => tf.Tensor4D;

/** Named `se`, as in timm's ResNets whatever it is. */
export function createBlockAttention(
  scope: Scope,
  kind: ResnetConfig['attention'],
  channels: number,
): BlockAttention | null {
  const inner = scope.child('se');
  switch (kind) {
    case 'none':
      return null;
    case 'cbam':
      return createCbam(inner, channels);
    case 'squeezeExcite': {
      // A sixteenth, to the nearest multiple of 8: timm's SEModule.
      const reduced = Math.max(8, Math.floor((channels / 16 + 4) / 8) * 8);
      return createSqueezeExcite(inner, { channels, reduced, activation: relu, names: ['fc1', 'fc2'] });
    }
  }
}
