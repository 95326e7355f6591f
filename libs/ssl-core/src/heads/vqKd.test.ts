import { tf } from '@assay/engine';
import { expect, it } from 'vitest';
import { createScope, disposeParameters } from '../layers/parameters';
import { createRng } from '../rng';
import { createCodeSpace } from './vqKd';

const SIZE = { inputs: 3, codes: 4, codeWidth: 2, decay: 0.5 };

/** Unit vectors at some angles, in degrees. */
function directions(...degrees: number[]): tf.Tensor2D {
  return tf.tensor2d(degrees.map((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]));
}

function anglesOf(codes_KE: tf.Tensor2D): number[] {
  return codes_KE.arraySync().map(([x = 0, y = 0]) => Math.round((Math.atan2(y, x) * 180) / Math.PI));
}

/** The codes and their sizes after steps on these tokens. */
function after(revive: number, steps: tf.Tensor2D[]) {
  const scope = createScope({ rng: createRng(0) });
  const space = createCodeSpace(scope, { ...SIZE, revive });
  const result = tf.tidy(() => {
    for (const [step, z_ME] of steps.entries()) space.follow(z_ME, space.quantise(z_ME, tf.scalar(step === 0 ? 1 : 0)));
    const size = scope.parameters.find(({ name }) => name === 'quantize.cluster_size');
    return { angles: anglesOf(space.codebook_KE as tf.Tensor2D), sizes: [...(size?.variable.dataSync() ?? [])] };
  });
  disposeParameters(scope.parameters);
  return result;
}

it('starts with tokens of the first batch, evenly spread', () => {
  tf.tidy(() => {
    const first = directions(0, 1, 90, 91, 180, 181, -90, -91);
    const { angles, sizes } = after(0, [first]);
    // Rows 0, 2, 4 and 6, each half way to the middle of the two that chose it.
    const wanted = [0.25, 90.25, 180.25, -90.25].map(Math.round);
    expect(angles.map((angle) => (angle + 360) % 360)).toEqual(wanted.map((angle) => (angle + 360) % 360));
    expect(sizes).toEqual([1, 1, 1, 1]);
  });
});

it('leaves a code that nobody chooses alone, or makes it a token of the batch again', () => {
  tf.tidy(() => {
    const first = directions(0, 1, 90, 91, 180, 181, -90, -91);
    const then = directions(0, 0, 0, 0, 10, 10, 10, 10);
    const kept = after(0, [first, then]);
    expect(kept.angles.slice(1).map((angle) => (angle + 360) % 360)).toEqual([90, 180, 270]);
    expect(kept.sizes).toEqual([4.5, 0.5, 0.5, 0.5]);
    // Rows 2, 4 and 6; dead below 0.3 of an even use, which is 2 of 8 tokens.
    const revived = after(0.3, [first, then]);
    expect(revived.angles.slice(1)).toEqual([0, 10, 10]);
    expect(revived.sizes).toEqual([4.5, 2, 2, 2]);
  });
});
