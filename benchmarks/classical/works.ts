import {
  cannyEdges,
  countMask,
  type GreyPicture,
  gaborStatistics,
  glcmFeatures,
  greyHistogram,
  hog,
  labelComponents,
  lbpHistogram,
  maskAbove,
  matchTemplate,
  otsuThreshold,
} from '@assay/classical';

/** An operation that others have too; `peers/classical.py` has their side, and their answers are compared. */
export type ClassicalWork = {
  peer: 'scikit-image' | 'opencv-python-headless';
  /** Differences of answers up to it are rounding. */
  tolerance: number;
  measure(picture: GreyPicture, template: GreyPicture): number[];
};

const ANGLES = [0, 45, 90, 135];

/** All works by name, with the values that `assay image` has by default. */
export const WORKS: Readonly<Record<string, ClassicalWork>> = {
  lbp: {
    peer: 'scikit-image',
    tolerance: 0,
    measure: ({ data, width, height }) => [...lbpHistogram(data, width, height, { points: 8, radius: 1 })],
  },
  glcm: {
    peer: 'scikit-image',
    tolerance: 1e-6,
    measure: ({ data, width, height }) =>
      Object.values(glcmFeatures(data, width, height, { distances: [1, 2], angles: ANGLES, levels: 64 })).flat(2),
  },
  hog: {
    peer: 'scikit-image',
    tolerance: 1e-4,
    measure: ({ data, width, height }) => sample(hog(data, width, height, { orientations: 9, cell: 8 })),
  },
  match: {
    peer: 'opencv-python-headless',
    tolerance: 1e-4,
    measure: (picture, template) => Object.values(matchTemplate(picture, template)),
  },
  gabor: {
    peer: 'scikit-image',
    tolerance: 1e-4,
    measure: ({ data, width, height }) =>
      gaborStatistics(data, width, height, { frequencies: [0.2], angles: ANGLES }).flatMap((row) =>
        row.flatMap((statistics) => Object.values(statistics)),
      ),
  },
  otsu: { peer: 'scikit-image', tolerance: 0, measure: (picture) => [otsuThreshold(greyHistogram(picture))] },
  components: {
    peer: 'scikit-image',
    tolerance: 0,
    measure: (picture) => [labelComponents(maskAbove(picture, otsuThreshold(greyHistogram(picture))), 8).count],
  },
  canny: {
    peer: 'opencv-python-headless',
    tolerance: 0,
    measure: (picture) => [countMask(cannyEdges(picture, { low: 100, high: 200 }))],
  },
};

/** Every hundredth value: enough to tell that two are the same. */
function sample(values: ArrayLike<number>): number[] {
  return Array.from({ length: Math.ceil(values.length / 100) }, (_, i) => values[100 * i] ?? Number.NaN);
}
