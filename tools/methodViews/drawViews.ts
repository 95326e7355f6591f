import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MethodConfig, PretrainConfig, parseOrExplain } from '@assay/contracts';
import { cutRegion, decodePicture, type Pixels, resample, withChannels } from '@assay/data';
import { tf } from '@assay/engine';
import { findRecipe } from '@assay/recipes';
import { createRng, ratesAt, toTensors } from '@assay/ssl-core';
import { partArrays } from '../../apps/trainer/src/feeds/generateFeeds';
import { buildPretraining, pretrainingFeeds } from '../../apps/trainer/src/tasks/pretrain';
import { ROOT } from '../lib/root.mjs';
import { cutGrid, panelOf, stack, stripOf } from './strip';

type MethodName = MethodConfig['kind'];

/** Reconstructions of a network that has learned nothing show nothing. */
const UNTRAINED = ['restored', 'filled', 'coloured'];
/** Pictures that show their view as well. */
const WITH_VIEW = ['turned'];
/** Pictures that are put together from pieces: how many rows and columns. */
const PIECES: Readonly<Record<string, readonly [number, number]>> = { puzzle: [3, 3], patches: [1, 9] };
/** Every draw follows from it. */
const SEED = 3;

/** Tracks and pads with an open circuit; and a hazelnut with a colour that it should not have. */
const BOARD = {
  file: 'deeppcb/PCBData/group13000/13000/13000048_test.jpg',
  cut: { x: 70, y: 40, width: 320, height: 320 },
};
const HAZELNUT = { file: 'hazelnut/hazelnut/test/colour/00.jpg', cut: null };

/** The recipe that a method's page starts from: `moco-v3` of `mocoV3`. */
export function recipeOf(method: MethodName): string {
  return method.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * What a method sees of one example picture in the first step of its recipe: the picture, its views, and what the method
 * makes of them before anything is learned; from left to right.
 */
export async function drawViews(method: MethodName): Promise<Pixels> {
  const config = configOf(method);
  const picture = await readExample(config.input);
  const shown = takeStep(config, picture);
  const views = shown.filter(({ name }) => /^view\d+$/.test(name));
  const whole = views.filter(({ shape }) => shape[1] === config.input.size);
  const small = views.filter((view) => !whole.includes(view));
  const made = shown.filter((one) => !views.includes(one) && !UNTRAINED.includes(one.name));
  const panels = (all: readonly Shown[]) => all.flatMap((one) => panelsOf(one, config.input));
  const { size } = config.input;
  return stripOf([
    // In colour it would be most of the file.
    picture.channels === 3 ? resample(picture, size, size) : picture,
    ...(made.some(({ name }) => WITH_VIEW.includes(name)) ? [] : panels(whole)),
    ...(small.length > 0 ? [stack(panels(small))] : []),
    ...panels(made),
  ]);
}

/** The recipe's config, for the example that suits it: grey, unless colour is what the method asks for. */
function configOf(method: MethodName): PretrainConfig {
  const { config } = findRecipe(recipeOf(method));
  const recipe = parseOrExplain(PretrainConfig, { ...config, dataset: { name: 'example' } }, `recipe of ${method}`);
  const channels = method === 'colourisation' ? 3 : 1;
  return PretrainConfig.parse({ ...recipe, input: { size: recipe.input.size, channels } });
}

/** Twice as large as a view, as the trainer packs pictures. */
async function readExample({ size, channels }: PretrainConfig['input']): Promise<Pixels> {
  const { file, cut } = channels === 3 ? HAZELNUT : BOARD;
  const whole = withChannels(await decodePicture(await readFile(join(ROOT, 'examples', file))), channels);
  return resample(cut ? cutRegion(whole, cut) : whole, 2 * size, 2 * size);
}

type Shown = { name: string; shape: number[]; values: ArrayLike<number> };

/** Views of a batch of the one picture, and the method's own pictures of them. */
function takeStep(config: PretrainConfig, picture: Pixels): Shown[] {
  const { seed, augment, batchSize, accumulateSteps, epochs } = config;
  const rows = Int32Array.of(0);
  const plan = { rows, seed, batchSize, accumulateSteps, augment, extra: pretrainingFeeds(config, null) };
  const part = { rng: createRng(SEED, 'views'), indices: rows, pixels: picture.data };
  const arrays = partArrays(plan, { size: picture.width, channels: picture.channels })(part);
  const { show, rates, dispose } = buildPretraining(config);
  try {
    return tf.tidy(() => {
      const moving = ratesAt(rates, { step: 0, stepsPerEpoch: 1, epochs });
      const scalars = Object.entries(moving).map(([name, value]) => [name, tf.scalar(value)]);
      const seen = show({ ...toTensors(arrays), ...Object.fromEntries(scalars) });
      return Object.entries(seen).map(([name, one]) => ({ name, shape: one.shape, values: one.dataSync() }));
    });
  } finally {
    dispose();
  }
}

/** The pictures of one tensor [N, H, W, C]. */
function panelsOf({ name, shape, values }: Shown, input: PretrainConfig['input']): Pixels[] {
  const [count = 0, height = 0, width = 0, channels = 0] = shape;
  if (channels !== 1 && channels !== 3) throw new Error(`${name}: [${shape}] are no pictures`);
  const length = height * width * channels;
  const panels = Array.from({ length: count }, (_, n) =>
    panelOf(
      Array.from({ length }, (_value, i) => values[n * length + i] ?? 0),
      [height, width, channels],
      input,
    ),
  );
  const pieces = PIECES[name];
  return pieces ? panels.map((panel) => stack(cutGrid(panel, ...pieces))) : panels;
}
