import { MethodConfig, ViewsConfig } from '@assay/contracts';
import { describe, expect, it } from 'vitest';
import { train } from '../testing/train';
import { createLoop } from './testing/checks';
import { createPretraining, RESNET, stripes } from './testing/pretrainings';

const [BATCH, SIDE, STEPS] = [16, 16, 150];
const PAIR = { projector: [16, 8] };
const NEITHER = { predictor: null, momentum: 0, momentumEnd: 0 };

/** How far apart a training's embeddings lie in its first and in its last step. */
async function spreadOf(method: object): Promise<{ first: number; last: number }> {
  const { training, rates, feeds, dispose } = createPretraining(
    { name: '', backbone: RESNET, method: MethodConfig.parse(method), views: ViewsConfig.parse({}) },
    { batchSize: BATCH, side: SIDE, channels: 1 },
  );
  const pixels = stripes(BATCH, 2 * SIDE);
  const length = { steps: STEPS, stepsPerEpoch: STEPS / 10, epochs: 10 };
  const loop = createLoop({ rates, feedsOf: (rng) => feeds(rng, pixels), ...length });
  const spread: number[] = [];
  for await (const event of train({ training, loop })) {
    if (event.kind === 'step') spread.push(event.extra.embeddingStd ?? Number.NaN);
  }
  dispose();
  return { first: spread[0] ?? Number.NaN, last: spread.at(-1) ?? Number.NaN };
}

describe('how far apart embeddings lie after 150 steps', () => {
  it('BYOL collapses without a predictor and a slow target (arXiv 2006.07733, table 5), and not with them', async () => {
    const whole = await spreadOf({ ...PAIR, kind: 'byol', momentum: 0.9, predictor: 16 });
    expect(whole.last).toBeGreaterThan(0.8 * whole.first);
    const bare = await spreadOf({ ...PAIR, kind: 'byol', ...NEITHER });
    expect(bare.first).toBeGreaterThan(0.5);
    expect(bare.last).toBeLessThan(0.1 * bare.first);
  }, 180_000);

  it('MoCo v3 stays apart without either: its negatives and its last batch norm see to that', async () => {
    const bare = await spreadOf({ ...PAIR, kind: 'mocoV3', ...NEITHER });
    expect(bare.last).toBeGreaterThan(0.8 * bare.first);
  }, 180_000);
});
