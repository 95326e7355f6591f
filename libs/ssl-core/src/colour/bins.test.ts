import { expect, it } from 'vitest';
import { coloursOnGrid } from './bins';
import fixture from './fixtures/colour.json';

it('gives the 313 bins that scikit-image and SciPy find', () => {
  const bins = coloursOnGrid();
  expect(bins).toHaveLength(313);
  expect(bins).toEqual(fixture.bins);
});
