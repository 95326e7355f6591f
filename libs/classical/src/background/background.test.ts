import { expect, test } from 'vitest';
import { bytesOf, PICTURES } from '../testing/operations';
import { gaussianBackground } from './gaussianBackground';
import { medianBackground } from './medianBackground';
import { polynomialBackground } from './polynomialBackground';
import { rollingBall } from './rollingBall';
import { subtractBackground } from './subtractBackground';

const cases = PICTURES.flatMap(({ name, picture, entry }) =>
  entry.backgrounds ? [{ name, picture, answers: entry.backgrounds }] : [],
);
const every7th = (values: Float64Array) => [...values].filter((_, i) => i % 7 === 0);

test('there are cases', () => expect(cases.length).toBe(2));

test.each(cases)('medians and balls are exactly those of OpenCV and scikit-image: $name', ({ picture, answers }) => {
  for (const { window, pixels } of answers.median) {
    expect(medianBackground(picture, window).data, `median ${window}`).toEqual(bytesOf(pixels));
  }
  for (const { radius, pixels } of answers.rollingBall) {
    expect(rollingBall(picture, radius).data, `ball ${radius}`).toEqual(bytesOf(pixels));
  }
});

test.each(cases)('Gaussians and surfaces are those of SciPy and numpy: $name', ({ picture, answers }) => {
  for (const { sigma, every7th: expected } of answers.gaussian) {
    every7th(gaussianBackground(picture, sigma).data).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 4);
    });
  }
  for (const { degree, every7th: expected } of answers.polynomial) {
    every7th(polynomialBackground(picture, degree).data).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 4);
    });
  }
});

test('a background is taken off around a level, within 8 bits', () => {
  const picture = { width: 3, height: 1, data: Uint8Array.from([10, 200, 90]) };
  const background = { width: 3, height: 1, data: Float64Array.from([200, 20.4, 89.5]) };
  expect([...subtractBackground(picture, background).data]).toEqual([0, 255, 128]);
});

test('windows and degrees that do not fit are refused', () => {
  const picture = { width: 3, height: 2, data: new Uint8Array(6) };
  expect(() => medianBackground(picture, 4)).toThrow('a window of 4 pixels');
  expect(() => gaussianBackground(picture, 0)).toThrow('a standard deviation of 0');
  expect(() => polynomialBackground(picture, 2)).toThrow('3 x 2 pixels do not settle a surface of degree 2');
  expect(() => rollingBall(picture, 0.5)).toThrow('a radius of 0.5');
});
