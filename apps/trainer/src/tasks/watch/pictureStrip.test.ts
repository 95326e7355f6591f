import { expect, it } from 'vitest';
import { pictureStrip } from './pictureStrip';

it('gives back mean and spread, cuts off what is too bright, and leaves a gap', () => {
  // Two pictures of 1 x 2 pixels: values 0, 0.5, 1 and 2 before they were normalised.
  const values = Float32Array.from([0, 0.5, 1, 2], (value) => (value - 0.5) / 0.25);
  const strip = pictureStrip(values, [2, 1, 2, 1], { mean: [0.5], std: [0.25] });
  expect(strip).toEqual({ width: 6, height: 1, channels: 1, data: Uint8Array.of(0, 128, 128, 255, 255, 128) });
});

it('takes a mean and a spread a channel', () => {
  const { data } = pictureStrip(Float32Array.of(0, 0, 0), [1, 1, 1, 3], { mean: [0.2, 0.4, 0.6], std: [1, 2, 3] });
  expect([...data]).toEqual([51, 102, 153, 128, 128, 128]);
});

it('refuses what is no picture', () => {
  expect(() => pictureStrip(new Float32Array(4), [1, 4], { mean: [0], std: [1] })).toThrow('[1,4] are no pictures');
  expect(() => pictureStrip(new Float32Array(2), [1, 1, 1, 2], { mean: [0], std: [1] })).toThrow('no pictures');
});
