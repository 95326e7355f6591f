import { lossOf } from '@assay/ssl-core';
import { createPretraining } from './pretraining';
import type { MaeSizes } from './sizes';
import { input, randomPictures, type Work, type WorkInput } from './work';

/** The masked autoencoder. */
export function createMaeWork({ side, patch, maskRatio, encoder, decoder }: MaeSizes, { batch, rng }: WorkInput): Work {
  const { parameters, method } = createPretraining({
    backbone: { kind: 'vit', patch, ...encoder, pool: 'token', positions: 'learned', dropPath: 0 },
    method: { kind: 'mae', maskRatio, mask: { kind: 'random', unit: 1 }, normalisePixels: true, decoder },
    side,
    rng,
  });
  const x = randomPictures(rng.fork('x'), batch, side);
  const draws = rng.fork('draws');
  let step = 0;
  return {
    parameters,
    others: [],
    feeds: () => ({ x, ...method.draw(draws.fork(step++), batch) }),
    loss: (inputs) => lossOf(method.loss([input(inputs, 'x')], inputs)).loss,
  };
}
