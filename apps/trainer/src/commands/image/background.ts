import {
  type FloatPicture,
  type GreyPicture,
  gaussianBackground,
  medianBackground,
  polynomialBackground,
  rollingBall,
  subtractBackground,
} from '@assay/classical';
import { InputError } from '@assay/contracts';
import { defineOperation } from './operation';
import { choice, number, odd, whole } from './settings';

/** Takes uneven lighting off. */
export const background = defineOperation(
  {
    method: choice(['median', 'gaussian', 'polynomial', 'rolling-ball']),
    window: odd({ min: 3, max: 1023 }),
    sigma: number({ min: 0.1, max: 512 }),
    degree: whole({ min: 0, max: 5 }),
    radius: number({ min: 1, max: 255 }),
    /** Grey value of what is as bright as its background. */
    level: number({ min: 0, max: 255 }),
  },
  ({ method = 'median', window = 31, sigma = 15, degree = 2, radius = 25, level = 128 }) => {
    const find = (picture: GreyPicture): GreyPicture | FloatPicture => {
      if (method === 'gaussian') return gaussianBackground(picture, sigma);
      if (method === 'polynomial') return polynomialBackground(picture, degree);
      return method === 'median' ? medianBackground(picture, window) : rollingBall(picture, radius);
    };
    return (picture, path) => {
      if (method === 'polynomial' && Math.min(picture.width, picture.height) <= degree) {
        throw new InputError({ where: path, found: `too few pixels for a surface of degree ${degree}` });
      }
      const found = find(picture);
      let [sum, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const value of found.data) {
        sum += value;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      const answer = { background: { mean: sum / found.data.length, low, high } };
      return { answer, picture: subtractBackground(picture, found, level) };
    };
  },
);
