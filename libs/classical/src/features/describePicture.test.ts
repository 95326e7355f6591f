import { expect, test } from 'vitest';
import { hog } from '../hog';
import { createRandom } from '../random';
import { gaborStatistics } from '../texture/gabor';
import { glcmFeatures } from '../texture/glcm';
import { greyHuMoments } from '../texture/greyHuMoments';
import { lbpHistogram } from '../texture/lbp';
import { cutOut, type Description, describePicture, descriptionLength } from './describePicture';

const random = createRandom(4);
const [width, height] = [23, 18];
const pixels = Uint8Array.from({ length: width * height }, () => Math.floor(random() * 256));
const lbp = { kind: 'lbp', points: 8, radius: 1, variant: 'uniform', grid: 1 } as const;
const glcm = { kind: 'glcm', distances: [1, 2], angles: [0, 90], levels: 16, grid: 1 } as const;
const gabor = { kind: 'gabor', frequencies: [0.2], angles: [0, 45], grid: 1 } as const;
const histogram = { kind: 'histogram', bins: 4, grid: 1 } as const;
const hu = { kind: 'hu', grid: 1 } as const;
const hogOf = { kind: 'hog', orientations: 6, cell: 6 } as const;

test('each description is what its own function says', () => {
  const describe = (description: Description) => [...describePicture(pixels, width, height, description)];
  const floats = (values: number[]) => [...Float32Array.from(values)];
  expect(describe(lbp)).toEqual(floats([...lbpHistogram(pixels, width, height, lbp)].map((n) => n / pixels.length)));
  const found = glcmFeatures(pixels, width, height, glcm);
  expect(describe(glcm).slice(0, 4)).toEqual(floats(found.contrast.flat()));
  expect(describe(glcm).slice(-4)).toEqual(floats(found.asm.flat()));
  const [answer] = gaborStatistics(pixels, width, height, gabor);
  expect(describe(gabor).slice(4)).toEqual(floats(Object.values(answer?.[1] ?? {})));
  expect(describe(hogOf)).toEqual([...hog(pixels, width, height, hogOf)]);
  const moments = greyHuMoments(pixels, width, height);
  expect(describe(hu)).toEqual(floats(moments.map((moment) => -Math.sign(moment) * Math.log10(Math.abs(moment)))));
  expect([...describePicture(new Uint8Array(9), 3, 3, hu)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(describe(histogram).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
});

test('several stand side by side, and a grid joins its parts row by row', () => {
  const parts = [lbp, glcm, gabor, histogram, hu, hogOf];
  const several = describePicture(pixels, width, height, { kind: 'several', parts });
  expect([...several]).toEqual(parts.flatMap((part) => [...describePicture(pixels, width, height, part)]));
  const gridded = describePicture(pixels, width, height, { ...lbp, grid: 2 });
  expect(gridded.length).toBe(4 * 10);
  // 23 columns are cut at 11, 18 rows at 9.
  const lowerLeft = cutOut({ pixels, width, height }, { top: 9, left: 0, width: 11, height: 9 });
  expect(gridded.subarray(20, 30)).toEqual(describePicture(lowerLeft.pixels, 11, 9, lbp));
});

test('lengths are known before, and are 0 where the picture is too small', () => {
  const turned = { ...lbp, variant: 'rotationInvariant', grid: 3 } as const;
  for (const description of [lbp, glcm, gabor, histogram, hu, hogOf, turned] as const) {
    expect(describePicture(pixels, width, height, description).length).toBe(
      descriptionLength(width, height, description),
    );
  }
  expect(descriptionLength(8, 8, { kind: 'several', parts: [lbp, hogOf] })).toBe(0);
  expect(descriptionLength(4, 9, { ...histogram, grid: 5 })).toBe(0);
  expect(() => describePicture(pixels.subarray(0, 64), 8, 8, hogOf)).toThrow('8 x 8 pixels are too few');
});
