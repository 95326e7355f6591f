import { InputError, nearest } from '@assay/contracts';
import { type OutputOptions, print } from '../cli/output';
import { describeImages } from './image/describe';
import type { ImageAnswer, Operation } from './image/operation';
import { writePicture } from './image/writePicture';

type Options = OutputOptions & { set?: string[]; out?: string };

/** Loaded when asked for. */
const OPERATIONS: Readonly<Record<string, () => Promise<Operation>>> = {
  threshold: async () => (await import('./image/threshold')).threshold,
  glcm: async () => (await import('./image/texture')).glcm,
  lbp: async () => (await import('./image/texture')).lbp,
  gabor: async () => (await import('./image/texture')).gabor,
  hog: async () => (await import('./image/texture')).hogOperation,
  match: async () => (await import('./image/match')).match,
  components: async () => (await import('./image/components')).components,
  canny: async () => (await import('./image/canny')).canny,
  morphology: async () => (await import('./image/morphology')).morphology,
  difference: async () => (await import('./image/difference')).difference,
  background: async () => (await import('./image/background')).background,
};

/**
 * Prints what an operation makes of pictures: one object for one picture, an array in order for more.
 *
 * @throws InputError for an operation, a parameter or a picture that is refused
 */
export async function imageCommand(name: string, paths: readonly string[], options: Options): Promise<void> {
  const operation = await find(name);
  // What follows --set without a "=" is the next picture.
  const settings = (options.set ?? []).filter((text) => text.includes('='));
  const pictures = [...paths, ...(options.set ?? []).filter((text) => !text.includes('='))];
  if (pictures.length === 0) {
    throw new InputError({ where: 'PATH', found: 'no picture is named', fix: `assay image ${name} PICTURE…` });
  }
  if (options.out !== undefined && pictures.length > 1) {
    throw new InputError({
      where: '--out',
      found: `one file for ${pictures.length} pictures`,
      fix: 'name one picture',
    });
  }
  const apply = await operation.prepare(settings);
  const { readGrey } = await import('./image/readGrey');
  const answers: ImageAnswer[] = [];
  for (const path of pictures) {
    const { answer, picture } = apply(await readGrey(path), path);
    if (options.out !== undefined) {
      if (!picture) throw new InputError({ where: '--out', found: `${name} makes no picture`, fix: 'leave it out' });
      await writePicture(options.out, picture);
    }
    answers.push(answer);
  }
  print(options, answers.length === 1 ? answers[0] : answers, () => describeImages(pictures, answers));
}

function find(name: string): Promise<Operation> {
  const load = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (load) return load();
  const guess = nearest(name, Object.keys(OPERATIONS));
  const fix = guess ? `did you mean "${guess}"?` : `one of ${Object.keys(OPERATIONS).join(', ')}`;
  throw new InputError({ where: 'OPERATION', found: `unknown operation "${name}"`, fix });
}
