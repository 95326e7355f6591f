import type { BackboneConfig, MethodConfig } from '@assay/contracts';
import { tf } from '@assay/engine';
import { expect, it } from 'vitest';
import { importParameters } from '../layers/parameters';
import { createMethod } from './createMethod';
import fixture from './fixtures/mae.json';
import { lossOf } from './method';
import { storedGradients } from './testing/gradients';
import { methodInput } from './testing/pretrainings';

it('equals the reference end to end: loss, position embedding and the gradient of every parameter', () => {
  // As: it is smaller than the schema allows, and JSON modules widen literals.
  const config = { ...fixture.backbone, positions: 'learned', dropPath: 0 } as BackboneConfig;
  const input = methodInput(config, { inputSize: fixture.size, channels: 1 });
  const { backbone } = input;
  const method = createMethod({ ...fixture.method, mask: { kind: 'random', unit: 1 } } as MethodConfig, input);
  const parameters = [...backbone.parameters, ...method.parameters];
  const weights = new Map(
    Object.entries(fixture.weights).map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }]),
  );

  const own = method.parameters.find(({ name }) => name === 'decoder_pos_embed');
  const positions = fixture.weights.decoder_pos_embed.data;
  for (const [i, value] of (own?.variable.dataSync() ?? []).entries()) expect(value).toBeCloseTo(positions[i] ?? 9, 6);

  expect(importParameters(parameters, weights)).toEqual([]);
  tf.tidy(() => {
    const { value, grads } = tf.variableGrads(
      () => lossOf(method.loss([tf.tensor4d(fixture.images)], { noise: tf.tensor2d(fixture.noise) })).loss,
    );
    expect(Math.abs((value.dataSync()[0] ?? 0) - fixture.loss)).toBeLessThan(1e-5);
    const found = storedGradients(parameters, grads);
    expect([...found.keys()].sort()).toEqual(Object.keys(fixture.gradients).sort());
    for (const [name, { data }] of Object.entries(fixture.gradients)) {
      const got = found.get(name) ?? new Float32Array();
      const largest = Math.max(...data.map(Math.abs));
      const difference = Math.max(...data.map((wanted, i) => Math.abs(wanted - (got[i] ?? Number.NaN))));
      expect(difference / largest, name).toBeLessThan(1e-4);
    }
  });
  method.dispose();
  backbone.dispose();
});
