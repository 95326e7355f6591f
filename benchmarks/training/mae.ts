import { createBackbone, createMethod } from '@assay/ssl-core';
import type { MaeSizes } from './sizes';
import { input, randomPictures, type Work, type WorkInput } from './work';

/** The masked autoencoder. */
export function createMaeWork({ side, patch, maskRatio, encoder, decoder }: MaeSizes, { batch, rng }: WorkInput): Work {
  const backbone = createBackbone(
    { kind: 'vit', patch, ...encoder, pool: 'token' },
    { inputSize: side, channels: 3, rng: rng.fork('backbone') },
  );
  const config = { kind: 'mae', maskRatio, normalisePixels: true, decoder } as const;
  const method = createMethod(config, backbone, rng.fork('method'));
  const x = randomPictures(rng.fork('x'), batch, side);
  const draws = rng.fork('draws');
  let step = 0;
  return {
    parameters: [...backbone.parameters, ...method.parameters],
    others: [],
    feeds: () => ({ x, ...method.draw(draws.fork(step++), batch) }),
    loss: (inputs) => method.loss([input(inputs, 'x')], inputs),
  };
}
