import { tf } from '@assay/engine';
import { test } from 'vitest';
import { expectNetworkParity, idleRng } from '../testing/parity';
import { createBottleneckBlock } from './bottleneckBlock';
import { createScope, disposeParameters } from './parameters';

test('two bottlenecks give torchvision’s features, gradients and running statistics', () => {
  expectNetworkParity('bottlenecks', () => {
    const scope = createScope({ rng: idleRng });
    const first = createBottleneckBlock(scope.child('0'), { inputs: 3, width: 4, stride: 2 });
    const second = createBottleneckBlock(scope.child('1'), { inputs: 16, width: 4, stride: 1 });
    return {
      parameters: scope.parameters,
      featureDimension: 16,
      features: (x_NHWC, mode) => tf.tidy(() => tf.mean<tf.Tensor2D>(second(first(x_NHWC, mode), mode), [1, 2])),
      dispose: () => disposeParameters(scope.parameters),
    };
  });
});
