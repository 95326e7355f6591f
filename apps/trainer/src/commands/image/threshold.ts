import {
  adaptiveMask,
  countMask,
  type GreyPicture,
  greyHistogram,
  liThreshold,
  type Mask,
  maskAbove,
  multiOtsuThresholds,
  niblackThresholds,
  otsuThreshold,
  sauvolaThresholds,
  triangleThreshold,
  yenThreshold,
} from '@assay/classical';
import { InputError } from '@assay/contracts';
import { defineOperation, type Outcome } from './operation';
import { choice, number, odd, type Settings, whole } from './settings';
import { whiteOnBlack } from './writePicture';

const parsers = {
  method: choice([
    'otsu',
    'yen',
    'li',
    'triangle',
    'fixed',
    'multi-otsu',
    'sauvola',
    'niblack',
    'adaptive-mean',
    'adaptive-gaussian',
  ]),
  /** Of adaptive methods. */
  block: odd({ min: 3, max: 4095 }),
  c: number({ min: -255, max: 255 }),
  /** Of `fixed`. */
  value: number({ min: 0, max: 255 }),
  /** Of `multi-otsu`. */
  classes: whole({ min: 2, max: 5 }),
  /** Of `sauvola` and `niblack`. */
  window: odd({ min: 3, max: 4095 }),
  k: number({ min: -10, max: 10 }),
};
type Method = NonNullable<Settings<typeof parsers>['method']>;

/** Which parameters a method has. */
const KEYS: Readonly<Record<Method, readonly string[]>> = {
  otsu: [],
  yen: [],
  li: [],
  triangle: [],
  fixed: ['value'],
  'multi-otsu': ['classes'],
  sauvola: ['window', 'k'],
  niblack: ['window', 'k'],
  'adaptive-mean': ['block', 'c'],
  'adaptive-gaussian': ['block', 'c'],
};

/** Thresholds of the histogram, or with a method the pixels above its threshold. */
export const threshold = defineOperation(parsers, (settings) => {
  const { method } = settings;
  for (const key of Object.keys(settings)) {
    if (key === 'method' || (method !== undefined && KEYS[method].includes(key))) continue;
    const owners = Object.entries(KEYS).filter(([, keys]) => keys.includes(key));
    const fix = `it belongs to method=${owners.map(([name]) => name).join(' or ')}`;
    throw new InputError({ where: `--set ${key}`, found: `no parameter of ${method ?? 'all thresholds'}`, fix });
  }
  if (method === undefined) return allThresholds;
  return (picture, path) => applyMethod(picture, path, { ...settings, method });
});

function allThresholds(picture: GreyPicture): Outcome {
  const counts = greyHistogram(picture);
  const otsu = otsuThreshold(counts);
  const answer = { otsu, yen: yenThreshold(counts), li: liThreshold(counts), triangle: triangleThreshold(counts) };
  return { answer, picture: whiteOnBlack(maskAbove(picture, otsu)) };
}

function applyMethod(
  picture: GreyPicture,
  path: string,
  {
    method,
    block = 15,
    c = 5,
    value = 127,
    classes = 3,
    window = 15,
    k = 0.2,
  }: Settings<typeof parsers> & { method: Method },
): Outcome {
  const above = (level: number): Outcome => withMask(maskAbove(picture, level), { threshold: level });
  switch (method) {
    case 'otsu':
      return above(otsuThreshold(greyHistogram(picture)));
    case 'yen':
      return above(yenThreshold(greyHistogram(picture)));
    case 'li':
      return above(liThreshold(greyHistogram(picture)));
    case 'triangle':
      return above(triangleThreshold(greyHistogram(picture)));
    case 'fixed':
      return above(value);
    case 'multi-otsu':
      return classesOf(picture, path, classes);
    case 'sauvola':
      return withMask(maskAbove(picture, sauvolaThresholds(picture, { window, k })));
    case 'niblack':
      return withMask(maskAbove(picture, niblackThresholds(picture, { window, k })));
    case 'adaptive-mean':
      return withMask(adaptiveMask(picture, { method: 'mean', block, c }));
    case 'adaptive-gaussian':
      return withMask(adaptiveMask(picture, { method: 'gaussian', block, c }));
  }
}

function withMask(mask: Mask, more: { threshold?: number } = {}): Outcome {
  return { answer: { ...more, foreground: countMask(mask) }, picture: whiteOnBlack(mask) };
}

/** The picture has a grey value a class, from black to white. */
function classesOf(picture: GreyPicture, path: string, classes: number): Outcome {
  let thresholds: number[];
  try {
    thresholds = multiOtsuThresholds(greyHistogram(picture), classes);
  } catch (error) {
    if (error instanceof RangeError) throw new InputError({ where: path, found: error.message });
    throw error;
  }
  const data = picture.data.map((value) =>
    Math.round((255 * thresholds.filter((level) => value > level).length) / (classes - 1)),
  );
  return { answer: { thresholds }, picture: { ...picture, data } };
}
