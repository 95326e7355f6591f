import { describePicture, descriptionLength, mirrorImages } from '@assay/classical';
import { type ClassicalConfig, InputError } from '@assay/contracts';
import type { Pack } from '@assay/data';
import { type TaskContext, throwIfStopped } from '../context';

/** Pictures described at once, before somebody may stop the run. */
const BATCH = 32;
const PROGRESS_MILLISECONDS = 250;

/** Features of a dataset's pictures, each computed once. */
export type DescribedPictures = {
  dimension: number;
  /** [N, D] of these rows of the manifest. */
  of(rows: ArrayLike<number>): Float32Array;
  /** Of these rows and their mirror images, [N, copies, D], itself first. */
  copiesOf(rows: ArrayLike<number>): Float32Array;
  /** Images of a picture that is learned from: 1, or 8 with its mirror images. */
  copies: number;
};

/** @throws InputError when the input is too small for the features */
export function requireFeaturesFit({ input, features }: Pick<ClassicalConfig, 'input' | 'features'>, side?: number) {
  const size = side ?? input.size;
  if (descriptionLength(size, size, features) > 0) return;
  throw new InputError({
    where: 'features',
    found: `a picture of ${size} x ${size} pixels is too small for them`,
    fix: 'set a smaller features.cell or features.grid, or raise input.size',
  });
}

/**
 * Describes pictures in the manifest's order, saying how far it is.
 *
 * @param options.rows of the manifest; those to learn from have mirror images too, where the config asks for them
 */
export async function describePictures(
  context: TaskContext<ClassicalConfig>,
  pack: Pack,
  { rows, learned }: { rows: Int32Array; learned: ArrayLike<number> },
): Promise<DescribedPictures> {
  const { config } = context;
  const { size } = config.input;
  const dimension = descriptionLength(size, size, config.features);
  const mirrored = new Set(config.mirrors ? Array.from(learned) : []);
  const known = new Map<number, Float32Array>();
  await describeEach(context, pack, {
    rows: Int32Array.from(new Set(rows)).sort(),
    side: size,
    imagesOf: (picture, row) => (mirrored.has(row) ? mirrorImages(picture, size) : [picture]),
    take: (row, features) => known.set(row, features),
  });
  const pick = (wanted: ArrayLike<number>, copies: number) => {
    const picked = new Float32Array(wanted.length * copies * dimension);
    Array.from(wanted).forEach((row, place) => {
      const features = known.get(row)?.subarray(0, copies * dimension);
      if (!features) throw new Error(`row ${row} was not described`);
      picked.set(features, place * copies * dimension);
    });
    return picked;
  };
  const copies = config.mirrors ? 8 : 1;
  return { dimension, copies, of: (wanted) => pick(wanted, 1), copiesOf: (wanted) => pick(wanted, copies) };
}

/**
 * Describes pictures one after the other, saying how far it is.
 *
 * @param options.imagesOf the images of a picture that are described, squares of `side`
 * @param options.take given the features of a picture's images, [images, D]
 */
export async function describeEach(
  { config, report, signal, now }: TaskContext<ClassicalConfig>,
  pack: Pack,
  options: {
    rows: Int32Array;
    side: number;
    imagesOf: (picture: Uint8Array, row: number) => Uint8Array[];
    take: (row: number, features: Float32Array) => void;
  },
): Promise<void> {
  const { rows, side, imagesOf, take } = options;
  const area = config.input.size ** 2;
  const dimension = descriptionLength(side, side, config.features);
  const begun = now();
  let told = begun;
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.subarray(start, start + BATCH);
    const pixels = await pack.read(batch);
    batch.forEach((row, place) => {
      const images = imagesOf(pixels.subarray(place * area, (place + 1) * area), row);
      const features = new Float32Array(images.length * dimension);
      images.forEach((image, i) => {
        features.set(describePicture(image, side, side, config.features), i * dimension);
      });
      take(row, features);
    });
    await breathe(signal);
    const done = Math.min(rows.length, start + BATCH);
    if (now() - told < PROGRESS_MILLISECONDS && done < rows.length) continue;
    told = now();
    report.progress(done, rows.length, 'picture', ((told - begun) / 1000 / done) * (rows.length - done));
  }
}

/** Lets a word from outside in. @throws StoppedError when it was to stop */
export async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  throwIfStopped(signal);
}
