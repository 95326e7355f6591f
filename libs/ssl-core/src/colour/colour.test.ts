import { tf } from '@assay/engine';
import { describe, expect, it } from 'vitest';
import fixture from './fixtures/colour.json';
import { greyOf, labToRgb, rgbToLab } from './lab';
import { distributionOf, rareBinWeights, spreadOverBins } from './softBins';

/** Largest absolute difference. */
function distance(found: tf.Tensor, wanted: number[] | number[][]): number {
  return tf.tidy(() => tf.max(tf.abs(tf.sub(found, tf.tensor(wanted)))).dataSync()[0] ?? Number.NaN);
}

describe('Lab against scikit-image', () => {
  it('of colours, greys and the darkest ones', () => {
    tf.tidy(() => {
      expect(distance(rgbToLab(tf.tensor2d(fixture.rgb)), fixture.lab)).toBeLessThan(2e-3);
    });
  });

  it('and back, with what no screen shows clipped', () => {
    tf.tidy(() => {
      expect(distance(labToRgb(tf.tensor2d(fixture.lab)), fixture.rgb)).toBeLessThan(1e-5);
      expect(distance(labToRgb(tf.tensor2d(fixture.vivid.lab)), fixture.vivid.rgb)).toBeLessThan(1e-5);
    });
  });

  it('with the grey of the same lightness', () => {
    tf.tidy(() => {
      expect(distance(greyOf(tf.tensor2d(fixture.rgb)), fixture.grey)).toBeLessThan(1e-5);
    });
  });
});

describe('colours in bins, against scikit-learn’s neighbours', () => {
  it('spreads each over its nearest bins', () => {
    tf.tidy(() => {
      const options = { neighbours: 5, sigma: 5 };
      const soft = spreadOverBins(tf.tensor2d(fixture.points), tf.tensor2d(fixture.bins), options);
      expect(soft.bins_PK.arraySync()).toEqual(fixture.nearest);
      expect(distance(soft.share_PK, fixture.share)).toBeLessThan(1e-5);
      expect(distance(distributionOf(soft, fixture.bins.length), fixture.distribution)).toBeLessThan(1e-6);
    });
  });

  it('weighs rare bins up, and the average place 1', () => {
    tf.tidy(() => {
      const prior_Q = tf.tensor1d(fixture.prior);
      const weights_Q = rareBinWeights(prior_Q, 0.5);
      expect(
        distance(
          tf.div(weights_Q, tf.tensor1d(fixture.rareWeights)),
          fixture.prior.map(() => 1),
        ),
      ).toBeLessThan(1e-5);
      expect(tf.sum(tf.mul(weights_Q, prior_Q)).dataSync()[0]).toBeCloseTo(1, 5);
      expect(
        distance(
          rareBinWeights(prior_Q, 1),
          fixture.prior.map(() => 1),
        ),
      ).toBeLessThan(1e-5);
    });
  });
});
