import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@assay/contracts';
import { decodeIndices, type Indices, PictureError } from '@assay/data';
import { createPixelCounter, segmentationFigures, segmentationIntervals, UndeclaredClassError } from '@assay/metrics';
import { createProgress } from '../../cli/progress';
import type { MetricsAnswer, MetricsInput } from './answer';
import { readFileBytes, wordOf } from './readFileBytes';
import { readNamedGroups } from './readGroups';

/**
 * Figures of a segmentation. Truth and predictions are folders of 8-bit single-channel PNG of class indices with the same
 * names; 255 in the truth is ignored.
 *
 * @throws InputError naming the file and the pixel
 */
export async function measureSegmentation(input: MetricsInput): Promise<MetricsAnswer> {
  const { truth, predictions, classes } = input;
  if (classes === undefined) {
    throw new InputError({ where: '--classes', found: 'missing', fix: 'segmentation needs the number of classes' });
  }
  const names = await listPairs(truth, predictions);
  const groups = input.groups === undefined ? undefined : await readNamedGroups(input.groups, names);
  const counter = createPixelCounter(classes);
  const progress = createProgress('pictures');
  for (const name of names) {
    const [of, as] = await Promise.all([readIndices(join(truth, name)), readIndices(join(predictions, name))]);
    if (of.width !== as.width || of.height !== as.height) {
      const found = `${as.width} × ${as.height} pixels`;
      throw new InputError({ where: join(predictions, name), found, fix: `the truth has ${of.width} × ${of.height}` });
    }
    try {
      counter.add(of.data, as.data);
    } catch (error) {
      if (!(error instanceof UndeclaredClassError)) throw error;
      const place = `row ${Math.floor(error.pixel / of.width)}, column ${error.pixel % of.width}`;
      const where = `${join(error.side === 'truth' ? truth : predictions, name)}: ${place}`;
      const fix = `${classes} classes are declared, from 0 to ${classes - 1}${error.side === 'truth' ? ', and 255 is ignored' : ''}`;
      throw new InputError({ where, found: `the class ${error.class}`, fix });
    }
    progress.update(counter.pictures, names.length);
  }
  progress.end();
  const confusion = counter.confusion();
  if (confusion.every((row) => row.every((pixels) => pixels === 0))) {
    throw new InputError({ where: truth, found: 'only ignored pixels', fix: 'there is nothing to measure' });
  }
  const figures = segmentationFigures(confusion);
  return input.intervals ? { ...figures, intervals: segmentationIntervals(counter, { groups }) } : figures;
}

/** The names that both folders have. @throws InputError when one has a picture that the other lacks */
async function listPairs(truth: string, predictions: string): Promise<string[]> {
  const [of, as] = await Promise.all([listPngs(truth), listPngs(predictions)]);
  if (of.length === 0)
    throw new InputError({ where: truth, found: 'no PNG files', fix: 'a folder of PNG is expected' });
  const given = new Set(as);
  for (const name of of) {
    if (given.delete(name)) continue;
    throw new InputError({ where: join(predictions, name), found: 'no such file', fix: `${truth} has ${name}` });
  }
  for (const name of given) {
    throw new InputError({ where: join(truth, name), found: 'no such file', fix: `${predictions} has ${name}` });
  }
  return of;
}

async function listPngs(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => /\.png$/i.test(name) && !name.startsWith('.')).sort();
  } catch (error) {
    const isFile = error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
    const found = isFile ? 'not a folder' : wordOf(error).replace('file', 'folder');
    throw new InputError({ where: folder, found, fix: 'a folder of PNG is expected' });
  }
}

async function readIndices(path: string): Promise<Indices> {
  try {
    return await decodeIndices(await readFileBytes(path, path));
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    const fix = 'an 8-bit single-channel PNG of class indices is expected';
    throw new InputError({ where: path, found: error.message, fix });
  }
}
