import { mkdir, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { ModelBundle, PredictAnswer } from '@assay/contracts';
import { encodePng, fit, withChannels } from '@assay/data';
import type { PixelBatch } from '@assay/ssl-core';
import { loadNetwork } from '../backbones/loadNetwork';
import { greyLevels } from './distanceMap';
import { createPredictor, type PictureAnswer } from './predictor';
import { readPicture } from './readPicture';
import { predictRegions } from './regions/predictRegions';
import { decodeTensors } from './tensorFile';

/** An answer without the model's name and version, which only the asker knows. */
export type PicturePrediction = Omit<PredictAnswer, 'model' | 'version'>;

/**
 * Answers for picture files, one each in their order, with the preprocessing of the model's own run.
 *
 * @param options.outDir where heat maps of a good-only model are written; none are when it is not given
 * @param options.maskDir where masks are written when `outDir` is not given, since a mask is the answer itself
 * @param options.templates sound partners of the pictures, for a model that looks for differences from them
 * @throws InputError naming the first file that cannot be read, before anything is written
 */
export async function predictPictures(options: {
  bundle: ModelBundle;
  /** The safetensors file that the bundle names. */
  tensors: Buffer;
  paths: readonly string[];
  outDir?: string | undefined;
  maskDir?: string | undefined;
  templates?: readonly string[] | undefined;
}): Promise<PicturePrediction[]> {
  const { bundle, tensors, paths, outDir } = options;
  const { config } = bundle;
  if (config.task === 'classical' && config.regions) {
    const { maskDir = 'predictions', templates = [] } = options;
    const file = decodeTensors(tensors);
    const { regions } = config;
    return predictRegions({ bundle, config, regions, file, paths, templates, outDir: outDir ?? maskDir });
  }
  if ('backbone' in bundle.config) await loadNetwork(bundle.config.backbone);
  const predictor = createPredictor(bundle, decodeTensors(tensors), paths.length);
  try {
    const { side, channels } = predictor;
    const pictures = [];
    for (const path of paths) {
      pictures.push(fit(withChannels(await readPicture(path), channels), side, bundle.config.input.resize).data);
    }
    const answers: PicturePrediction[] = [];
    for (const batch of batchesOf(pictures, predictor.batchSize)) {
      for (const answer of await predictor.predict([batch])) {
        const place = answers.length;
        const path = paths[place] ?? '';
        const heatMap =
          outDir === undefined ? undefined : await writeHeatMap(answer, bundle, join(outDir, nameOf(path, place)));
        answers.push({ path, ...wordsOf(answer, bundle), ...(heatMap === undefined ? {} : { heatMap }) });
      }
    }
    return answers;
  } finally {
    predictor.dispose();
  }
}

function* batchesOf(pictures: readonly Uint8Array[], batchSize: number): Generator<PixelBatch> {
  for (let start = 0; start < pictures.length; start += batchSize) {
    const batch = pictures.slice(start, start + batchSize);
    yield { pixels: Buffer.concat(batch), indices: batch };
  }
}

function wordsOf(
  { scores, score }: PictureAnswer,
  { classes, threshold }: ModelBundle,
): Omit<PicturePrediction, 'path'> {
  if (score !== undefined) {
    const isDefect = score >= (threshold ?? Number.POSITIVE_INFINITY);
    return { class: isDefect ? 'defect' : 'good', scores: { anomaly: score }, threshold };
  }
  const values = scores ?? [];
  const best = values.reduce((top, value, index) => (value > (values[top] ?? 0) ? index : top), 0);
  const named = Object.fromEntries(values.map((value, index) => [classes[index] ?? String(index), value]));
  return { class: classes[best] ?? String(best), scores: named, threshold };
}

async function writeHeatMap(
  { map }: PictureAnswer,
  { threshold }: ModelBundle,
  path: string,
): Promise<string | undefined> {
  if (!map) return undefined;
  await mkdir(join(path, '..'), { recursive: true });
  const data = greyLevels(map, 0, 2 * (threshold ?? 1));
  await writeFile(path, encodePng({ width: map.width, height: map.height, channels: 1, data }));
  return path;
}

/** Two pictures of one name in different folders must not overwrite each other's map. */
function nameOf(path: string, place: number): string {
  return `${String(place).padStart(4, '0')}-${basename(path, extname(path))}.png`;
}
