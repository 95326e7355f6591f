import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { type ClassicalConfig, InputError, type ModelBundle, type RegionsConfig } from '@assay/contracts';
import { encodePng } from '@assay/data';
import type { PicturePrediction } from '../predict';
import { readPicture } from '../readPicture';
import type { TensorFile } from '../tensorFile';
import { findEvidence } from './pictureEvidence';
import { boxOf } from './regionBoxes';
import { findObjects, paintObjects, readRegionModel } from './regionModel';

/** A pair is `NAME_test.EXT` and `NAME_temp.EXT`, as DeepPCB names them. */
const TEST_MARK = '_test';
const TEMPLATE_MARK = '_temp';

/**
 * Boxes or masks of picture files, in their own pixels. A picture of which nothing is found is good.
 *
 * @param options.templates of a model of differences: one for all pictures or one each; without any, the picture's
 *   neighbour `NAME_temp` of `NAME_test`
 * @param options.outDir where masks are written
 * @throws InputError naming the first file that cannot be used
 */
export async function predictRegions(options: {
  bundle: ModelBundle;
  config: ClassicalConfig;
  regions: RegionsConfig;
  file: TensorFile;
  paths: readonly string[];
  templates: readonly string[];
  outDir: string;
}): Promise<PicturePrediction[]> {
  const { bundle, config, regions, file, paths, outDir } = options;
  const templates = templatesOf(regions, paths, options.templates);
  const isMasks = regions.output === 'masks';
  // Of a segmentation the first class is the ground.
  const names = isMasks ? bundle.classes.slice(1) : bundle.classes;
  const model = readRegionModel(file, { config, regions, classes: names.length });
  const nameOf = (index: number): string => names[index] ?? String(index);
  const answers: PicturePrediction[] = [];
  for (const [place, path] of paths.entries()) {
    const picture = await readPicture(path);
    const template = templates[place] === undefined ? null : await readPicture(templates[place]);
    const { width, height } = picture;
    const found = findObjects(findEvidence(regions, { path, picture, template }), model, regions);
    const surest = found.objects.toSorted((a, b) => b.score - a.score);
    const scores: Record<string, number> = {};
    for (const { class: index, score } of surest) scores[nameOf(index)] ??= score;
    const [first] = surest;
    const answer = { path, class: first ? nameOf(first.class) : 'good', scores, threshold: model.offset };
    if (!isMasks) {
      const boxes = surest.map(({ region, class: index, score }) => ({
        ...boxOf(region, regions, { width, height }),
        class: nameOf(index),
        score,
      }));
      answers.push({ ...answer, boxes });
      continue;
    }
    await mkdir(outDir, { recursive: true });
    const mask = join(outDir, `${String(place).padStart(4, '0')}-${basename(path, extname(path))}.png`);
    await writeFile(mask, encodePng({ width, height, channels: 1, data: paintObjects(found) }));
    answers.push({ ...answer, mask, maskClasses: bundle.classes });
  }
  return answers;
}

/** A template for each picture; undefined for rules that need none. */
function templatesOf(
  { from }: RegionsConfig,
  paths: readonly string[],
  given: readonly string[],
): (string | undefined)[] {
  if (from.kind !== 'template') return paths.map(() => undefined);
  if (given.length > 1 && given.length !== paths.length) {
    const found = `${given.length} templates for ${paths.length} pictures`;
    throw new InputError({ where: '--template', found, fix: 'give one for all, or one for each picture in order' });
  }
  if (given.length > 0) return paths.map((_, place) => given[place] ?? given[0]);
  return paths.map((path) => {
    const ending = extname(path);
    const name = basename(path, ending);
    const neighbour = join(dirname(path), `${name.slice(0, -TEST_MARK.length)}${TEMPLATE_MARK}${ending}`);
    if (name.endsWith(TEST_MARK) && existsSync(neighbour)) return neighbour;
    const found = 'no template, and this model finds what differs from one';
    throw new InputError({ where: path, found, fix: 'name it with --template FILE' });
  });
}
