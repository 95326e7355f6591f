import { CLASS_SCORES } from '@assay/classical';
import { type ClassicalConfig, InputError, type Item, type RegionsConfig, type Split } from '@assay/contracts';
import { createRng } from '@assay/ssl-core';
import type { TaskContext } from '../context';
import { DECISION_IOU, type DetectedPicture, measureDetection } from '../detection';
import { recordModel } from '../model';
import { type MeasuredSplit, recordObjects } from '../objects';
import { readItems } from '../pictures';
import { measureSegmentation, type SegmentedPicture } from '../segmentation';
import { createTimeLeft } from '../timeLeft';
import { type Annotations, readAnnotations } from './annotations';
import { learnClasses } from './learnClasses';
import { evidenceOf } from './readSource';
import { boxOf } from './regionBoxes';
import { findObjects, paintObjects, type RegionModel, regionTensors } from './regionModel';
import { bestTrial, searchRegions } from './searchRegions';

export const GROUND = 'background';

/** Defects by hand-made rules: masks or boxes of what stands out, measured on the annotated pictures. */
export async function findRegionsTask(context: TaskContext<ClassicalConfig>, regions: RegionsConfig): Promise<void> {
  const { config, report, artifacts, signal } = context;
  await context.started(0);
  const { manifest } = await readItems(context);
  const readPicture = (digest: string) => artifacts.read(digest);
  const annotations = readAnnotations(manifest, { regions, dataset: config.dataset.name, readPicture });
  const plan = planPictures(annotations, config, regions);
  const { onPicture } = createProgress(context, Object.values(plan).flat().length);
  const pictures = (items: readonly Item[]) => evidenceOf(items, { regions, readPicture, signal, onPicture });

  const model: RegionModel = { offset: regions.offset, minArea: regions.minArea, learner: null };
  if (regions.search) {
    const trials = await searchRegions({
      regions,
      search: regions.search,
      annotations,
      pictures: pictures(plan.search),
    });
    const best = bestTrial(trials);
    if (best) Object.assign(model, { offset: best.offset, minArea: best.minArea });
    const figure = regions.output === 'masks' ? 'iou/mean' : 'ap';
    const [own] = trials;
    report.log(
      0,
      `${trials.length} pairs tried on ${plan.search.length} ${regions.search.split} pictures: offset ${model.offset} and minArea ${model.minArea} reach ${figure} ${describe(best?.figure)} there, the config's own ${describe(own?.figure)}`,
    );
  }
  if (regions.classes === 'learner') {
    const learned = await learnClasses(config, { regions, model, annotations, pictures: pictures(plan.learn) });
    model.learner = learned.classifier;
    if (!learned.hasConverged) report.log(0, 'the learner did not converge: raise learner.maxIterations', 'warning');
    report.log(0, `the classes are learned from ${learned.examples} regions of ${plan.learn.length} training pictures`);
  }

  const isMasks = regions.output === 'masks';
  const classes = isMasks ? [GROUND, ...annotations.classes] : annotations.classes;
  const facts = { task: 'classical', classes, threshold: model.offset, which: 'last' } as const;
  const weightsDigest = await recordModel(context, { ...facts, tensors: regionTensors(model) }, 0);
  const measure = async (split: Split): Promise<MeasuredSplit | null> => {
    const items = split === 'test' ? plan.test : plan.validation;
    if (items.length === 0) return null;
    const found = pictures(items);
    return isMasks
      ? measureSegmentation(context, { split, classes }, segmented(found, { model, regions, annotations }))
      : measureDetection({ split, classes }, detected(found, { model, regions, annotations }));
  };
  const result = {
    ...({ task: 'classical', output: regions.output, classes, threshold: model.offset } as const),
    scores: model.learner ? CLASS_SCORES[model.learner.model.kind] : ('contrast' as const),
    protocol: protocolOf(regions, classes),
    ...{ weightsDigest, step: 0, pictures: plan.learn.length + plan.search.length },
  };
  await recordObjects(context, result, measure);
}

type Plan = Record<'search' | 'learn' | 'validation' | 'test', Item[]>;

/** The pictures of each part of the run. @throws InputError when a part that is asked for has none */
function planPictures(annotations: Annotations, config: ClassicalConfig, regions: RegionsConfig): Plan {
  const { search, classes } = regions;
  const plan: Plan = {
    search: search ? draw(annotations.known(search.split), search.pictures, config.seed) : [],
    learn: classes === 'learner' ? annotations.known('train') : [],
    validation: annotations.known('validation'),
    test: annotations.known('test'),
  };
  const word = regions.output === 'masks' ? 'masks' : 'boxes or masks';
  const refuse = (what: string, split: Split): never => {
    throw new InputError({
      where: `dataset ${config.dataset.name}`,
      found: `no picture of the split "${split}" has ${word}, which ${what} needs`,
      fix: `divide its annotated pictures with: assay dataset split ${config.dataset.name} --stratify`,
    });
  };
  if (search && plan.search.length === 0) refuse('regions.search', search.split);
  if (classes === 'learner' && plan.learn.length === 0) refuse('regions.classes = learner', 'train');
  if (plan.test.length === 0) refuse('a figure', 'test');
  return plan;
}

/** So many of them at random, in their order. */
function draw(items: Item[], count: number, seed: number): Item[] {
  if (items.length <= count) return items;
  const places = [...createRng(seed, 'regions.search').permutation(items.length).subarray(0, count)].sort(
    (a, b) => a - b,
  );
  return places.flatMap((place) => items[place] ?? []);
}

type Judged = { model: RegionModel; regions: RegionsConfig; annotations: Annotations };
type Found = ReturnType<typeof evidenceOf>;

async function* segmented(found: Found, { model, regions, annotations }: Judged): AsyncGenerator<SegmentedPicture> {
  for await (const { item, ...picture } of found) {
    const predicted = paintObjects(findObjects(picture, model, regions));
    yield { item, truth: await annotations.mask(item), predicted };
  }
}

async function* detected(found: Found, { model, regions, annotations }: Judged): AsyncGenerator<DetectedPicture> {
  for await (const { item, ...picture } of found) {
    const { objects } = findObjects(picture, model, regions);
    const boxes = objects.map((object) => ({
      ...boxOf(object.region, regions, item),
      class: object.class,
      score: object.score,
    }));
    yield { item, truth: await annotations.boxes(item), boxes };
  }
}

/** Equal for whatever judges the same classes in the same way, however it finds them. */
function protocolOf({ output }: RegionsConfig, classes: readonly string[]) {
  return output === 'masks'
    ? { name: 'segmentation', parameters: { classes, pixels: 'all of the split' } }
    : { name: 'detection', parameters: { classes, figures: 'COCO', decisionIou: DECISION_IOU } };
}

function createProgress({ report, now }: Pick<TaskContext, 'report' | 'now'>, total: number) {
  const timeLeft = createTimeLeft();
  let [done, last] = [0, now()];
  return {
    onPicture() {
      const time = now();
      done += 1;
      report.progress(done, total, 'picture', timeLeft((time - last) / 1000, total - done));
      last = time;
    },
  };
}

function describe(figure: number | null | undefined): string {
  return figure == null ? 'undefined' : figure.toFixed(4);
}
