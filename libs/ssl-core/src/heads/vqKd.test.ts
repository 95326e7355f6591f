import { tf } from '@assay/engine';
import { expect, it } from 'vitest';
import { createScope, disposeParameters } from '../layers/parameters';
import { createRng } from '../rng';
import { createCodeSpace, scatteredPlaces } from './vqKd';

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

it('takes its first codes from all over the pictures', () => {
  // 128 pictures of 8 x 8 places, and 64 of 6 x 6.
  for (const [rows, side, codes] of [
    [8192, 8, 512],
    [2304, 6, 128],
  ] as const) {
    const places = [...scatteredPlaces(rows, codes)];
    expect(new Set(places).size).toBe(codes);
    expect(places.every((place, k) => Math.floor((place * codes) / rows) === k)).toBe(true);
    for (const placeOf of [(at: number) => at % side, (at: number) => Math.floor(at / side) % side]) {
      const counts = Array.from({ length: side }, (_, n) => places.filter((at) => placeOf(at) === n).length);
      for (const count of counts) expect(Math.abs(count - codes / side)).toBeLessThan(0.15 * (codes / side));
    }
  }
  expect([...scatteredPlaces(2, 5)]).toEqual([0, 0, 0, 1, 1]);
});

it('starts with tokens of the first batch, in even use', () => {
  tf.tidy(() => {
    const first = directions(0, 1, 90, 91, 180, 181, -90, -91);
    const { angles, sizes } = after(0, [first]);
    // Rows 0, 3, 4 and 7, each half way to the middle of the two that chose it.
    const wanted = [0.25, 90.75, 180.25, -90.75].map(Math.round);
    expect(angles.map((angle) => (angle + 360) % 360)).toEqual(wanted.map((angle) => (angle + 360) % 360));
    expect(sizes).toEqual([2, 2, 2, 2]);
  });
});

it('leaves a code that nobody chooses alone, or makes it a token of the batch again', () => {
  tf.tidy(() => {
    const first = directions(0, 1, 90, 91, 180, 181, -90, -91);
    const then = directions(0, 0, 0, 0, 10, 10, 10, 10);
    const kept = after(0, [first, then]);
    expect(kept.angles.slice(1).map((angle) => (angle + 360) % 360)).toEqual([91, 180, 269]);
    expect(kept.sizes).toEqual([5, 1, 1, 1]);
    // Rows 3, 4 and 7; dead below 0.6 of an even use, which is 2 of 8 tokens.
    const revived = after(0.6, [first, then]);
    expect(revived.angles.slice(1)).toEqual([0, 10, 10]);
    expect(revived.sizes).toEqual([5, 2, 2, 2]);
  });
});
