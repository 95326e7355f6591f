import { EFFICIENT_NET_VARIANTS, EfficientNetConfig } from '@assay/contracts';
import { openEngine, tf } from '@assay/engine';
import { expect, test } from 'vitest';
import { importParameters } from '../layers/parameters';
import { filledWeights } from '../testing/filling';
import { idleRng, pictures } from '../testing/parity';
import { createEfficientNet } from './efficientNet';
import fixture from './fixtures/efficientNet.json';

const CASES = EFFICIENT_NET_VARIANTS.flatMap((variant) => [
  { variant, convention: 'pytorch', name: `efficientnet_${variant}` } as const,
  { variant, convention: 'tensorflow', name: `tf_efficientnet_${variant}` } as const,
]);

test.each(CASES)('$name’s features at full size are timm’s', { timeout: 120_000 }, ({ name, ...config }) => {
  openEngine();
  const network = createEfficientNet(EfficientNetConfig.parse({ kind: 'efficientnet', ...config }), {
    channels: 3,
    rng: idleRng,
  });
  importParameters(network.parameters, filledWeights(network.parameters));
  tf.tidy(() => {
    const found = network.features(pictures({ side: 75, batch: 1 }), { training: false }).dataSync();
    const wanted = fixture.networks[name].features;
    const every = Math.floor(network.featureDimension / 20);
    for (const [i, value] of wanted.entries()) {
      expect(Math.abs((found[i * every] ?? Number.NaN) - value)).toBeLessThan(1e-4 * Math.max(1, Math.abs(value)));
    }
  });
  network.dispose();
});
