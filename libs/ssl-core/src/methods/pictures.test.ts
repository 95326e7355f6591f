import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import { createRng } from '../rng';
import { feedSpecs, toTensors } from '../train/feeds';
import { createProgram, rateTensors } from '../train/trainingProgram';
import { ratesAt } from './rates';
import { createPretraining, PRETRAININGS, shades } from './testing/pretrainings';

const [BATCH, SIDE] = [4, 16];
const place = { step: 0, stepsPerEpoch: 10, epochs: 10 };

/** A pretraining whose method has pictures to look at, or nothing. */
const withPictures = PRETRAININGS.filter(({ method }) =>
  ['mae', 'simmim', 'beit', 'dvae', 'denoising', 'inpainting'].includes(method.kind),
);

describe.each(withPictures)('$name', (pretraining) => {
  it('gives the same finite pictures compiled and executed, as large as the views, and changes no weight', () => {
    const channels = pretraining.channels ?? 1;
    const created = createPretraining(pretraining, { batchSize: BATCH, side: SIDE, channels });
    const { method, training, rates, feeds, dispose } = created;
    const fed = feeds(createRng(0, 'step', 0), shades(BATCH, 2 * SIDE, channels)).arrays;
    const scalars = ratesAt(rates, place);
    const x = { data: Float32Array.from({ length: BATCH * SIDE ** 2 * channels }, (_, i) => Math.sin(i / 9)) };
    const view = { ...x, shape: [BATCH, SIDE, SIDE, channels], dtype: 'float32' as const };
    const { pixels: _pixels, ...drawn } = fed;
    const tensors = { ...toTensors({ ...drawn, view }), ...rateTensors(scalars) };
    const rateSpecs = Object.keys(scalars).map((name) => [name, { shape: [], dtype: 'float32' as const }]);
    const inputs = { look: { ...feedSpecs({ ...drawn, view }), ...Object.fromEntries(rateSpecs) } };
    const look = ({ view, ...others }: Record<string, tf.Tensor>) =>
      method.pictures?.([view as tf.Tensor4D], others) ?? {}; // as fed
    const variables = training.parameters.map(({ variable }) => variable);
    const before = variables.map((variable) => Array.from(variable.dataSync()));

    const [compiled, executed] = (['compiled', 'eager'] as const).map((engine) => {
      const program = createProgram({ look }, { engine, inputs, variables });
      program.init();
      const outputs = program.run('look', tensors);
      const seen = Object.fromEntries(Object.entries(outputs).map(([name, { shape }]) => [name, shape]));
      const values = Object.fromEntries(
        Object.entries(outputs).map(([name, one]) => [name, Array.from(one.dataSync())]),
      );
      tf.dispose(outputs);
      program.close();
      return { seen, values };
    });
    expect(Object.keys(compiled?.seen ?? {}).length).toBeGreaterThan(0);
    for (const shape of Object.values(compiled?.seen ?? {})) expect(shape).toEqual([BATCH, SIDE, SIDE, channels]);
    for (const [name, values] of Object.entries(compiled?.values ?? {})) {
      const others = executed?.values[name] ?? [];
      expect(Math.max(...values.map((value, i) => Math.abs(value - (others[i] ?? Number.NaN)))), name).toBeLessThan(
        1e-3,
      );
    }
    expect(variables.map((variable) => Array.from(variable.dataSync()))).toEqual(before);
    tf.dispose(tensors);
    dispose();
  }, 60_000);
});
