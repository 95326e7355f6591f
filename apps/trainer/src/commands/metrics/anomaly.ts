import { dirname, resolve } from 'node:path';
import { InputError } from '@assay/contracts';
import { createMapSet, imageFigures, imageIntervals, type MapSet, pixelFigures, pixelIntervals } from '@assay/metrics';
import { createProgress } from '../../cli/progress';
import type { MetricsAnswer, MetricsInput } from './answer';
import { readMap, readMask } from './npy/readNpy';
import { readGroups } from './readGroups';
import { arrayAt, classAt, describe, numberAt, readObject } from './readNumbers';

const PIXEL_FIGURES = ['pixelAuroc', 'pixelAp', 'pixelF1Max', 'aupro'];

/**
 * Figures of anomaly detection by pictures and by pixels. Truth `{ labels: [0 | 1], masks: [".npy" uint8 | null] }`,
 * predictions `{ scores: [number], maps: [".npy" float32] }`, paths relative to their JSON file; a mask is anomalous where
 * it is not 0. Without masks or without maps the figures of pixels are undefined.
 *
 * @throws InputError naming file, field and position
 */
export async function measureAnomaly(input: MetricsInput): Promise<MetricsAnswer> {
  if (input.classes !== undefined) {
    throw new InputError({ where: '--classes', found: 'given for anomaly', fix: 'pictures are good or anomalous' });
  }
  const truth = await readTruth(input.truth);
  const predictions = await readPredictions(input.predictions, truth.labels.length);
  const { labels, groups } = truth;
  const anomalous = labels.filter((label) => label === 1).length;
  const why = noPixels(truth, predictions);
  const isOneClass = anomalous === 0 || anomalous === labels.length;
  // Masks may still hold both normal and anomalous pixels.
  if (isOneClass && why !== null) throw oneClassOnly(input.truth, anomalous);
  const image = imageFigures(labels, predictions.scores);
  const set = why === null ? await readMaps(truth, predictions) : null;
  if (isOneClass && (set === null || set.anomalous === 0 || set.normal === 0))
    throw oneClassOnly(input.truth, anomalous);
  const pixels = set ? pixelFigures(set) : withoutPixels(why ?? '');
  const intervals = (): Record<string, unknown> => ({
    ...imageIntervals(labels, predictions.scores, { groups }),
    ...(set ? pixelIntervals(set, { groups }) : {}),
  });
  return {
    ...image,
    ...pixels,
    ...(input.intervals ? { intervals: intervals() } : {}),
    undefined: { ...image.undefined, ...pixels.undefined },
  };
}

type Files = { path: string; files: (string | null)[] | null };
type Truth = Files & { labels: number[]; groups: number[] | undefined };
type Predictions = Files & { scores: Float64Array };

async function readTruth(path: string): Promise<Truth> {
  const truth = await readObject(path);
  const given = arrayAt(truth.labels, `${path}: labels`);
  if (given.length === 0) throw new InputError({ where: `${path}: labels`, found: 'no samples' });
  const labels = given.map((label, i) => classAt(label, `${path}: labels[${i}]`, 2));
  const files = readFiles(truth.masks, `${path}: masks`, labels.length);
  const groups = truth.groups === undefined ? undefined : readGroups(truth.groups, path, labels.length);
  const first = files?.findIndex((file, i) => labels[i] === 1 && file === null) ?? -1;
  if (first >= 0 && files?.some((file) => file !== null)) {
    const fix = 'an anomalous picture needs a mask where others have one';
    throw new InputError({ where: `${path}: masks[${first}]`, found: 'null', fix });
  }
  return { path, files, labels, groups };
}

async function readPredictions(path: string, samples: number): Promise<Predictions> {
  const predictions = await readObject(path);
  const given = arrayAt(predictions.scores, `${path}: scores`);
  if (given.length !== samples) {
    const found = `${given.length} scores for ${samples} labels`;
    throw new InputError({ where: `${path}: scores`, found, fix: 'one score for each label is expected' });
  }
  const scores = Float64Array.from(given, (score, i) => numberAt(score, `${path}: scores[${i}]`));
  const files = readFiles(predictions.maps, `${path}: maps`, samples);
  const first = files?.indexOf(null) ?? -1;
  if (first >= 0 && files?.some((file) => file !== null)) {
    const fix = 'maps are for all pictures or for none';
    throw new InputError({ where: `${path}: maps[${first}]`, found: 'null', fix });
  }
  return { path, files, scores };
}

/** Names of files, or null where there are none. */
function readFiles(value: unknown, where: string, samples: number): (string | null)[] | null {
  if (value === undefined || value === null) return null;
  const given = arrayAt(value, where);
  if (given.length !== samples) {
    throw new InputError({ where, found: `${given.length} files for ${samples} labels`, fix: 'one for each label' });
  }
  return given.map((file, i) => {
    if (file === null || typeof file === 'string') return file;
    throw new InputError({ where: `${where}[${i}]`, found: describe(file), fix: 'a .npy file or null is expected' });
  });
}

/** Why pixels cannot be measured, or null when they can. */
function noPixels(truth: Truth, predictions: Predictions): string | null {
  if (!predictions.files?.some((file) => file !== null)) return 'the predictions have no maps';
  if (truth.labels.includes(1) && !truth.files?.some((file) => file !== null)) return 'no anomalous picture has a mask';
  return null;
}

async function readMaps(truth: Truth, predictions: Predictions): Promise<MapSet> {
  const set = createMapSet();
  const progress = createProgress('maps');
  const [truthFolder, predictionsFolder] = [dirname(truth.path), dirname(predictions.path)];
  try {
    for (const [i, file] of (predictions.files ?? []).entries()) {
      const where = `${predictions.path}: maps[${i}]`;
      const map = await readMap(resolve(predictionsFolder, file ?? ''), where);
      const maskFile = truth.files?.[i] ?? null;
      const mask =
        maskFile === null ? null : await readMask(resolve(truthFolder, maskFile), `${truth.path}: masks[${i}]`);
      if (mask && (mask.width !== map.width || mask.height !== map.height)) {
        const fix = `its mask ${maskFile} has ${mask.height} × ${mask.width}`;
        throw new InputError({ where, found: `a map of ${map.height} × ${map.width} pixels`, fix });
      }
      set.add({ scores: map.values, mask: mask?.values ?? null, width: map.width });
      progress.update(i + 1, predictions.files?.length ?? 0);
    }
  } finally {
    progress.end();
  }
  return set;
}

function withoutPixels(why: string): Record<string, unknown> & { undefined: Record<string, string> } {
  return {
    ...Object.fromEntries(PIXEL_FIGURES.map((key) => [key, null])),
    undefined: Object.fromEntries(PIXEL_FIGURES.map((key) => [key, why])),
  };
}

function oneClassOnly(path: string, anomalous: number): InputError {
  const found = `one class only: all pictures are ${anomalous === 0 ? 'good' : 'anomalous'}`;
  return new InputError({ where: `${path}: labels`, found, fix: 'both are needed to tell apart' });
}
