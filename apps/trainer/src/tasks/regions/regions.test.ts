import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelBundle, Prediction, PredictionsHeader } from '@assay/contracts';
import { decodePicture, foldManifest } from '@assay/data';
import { afterEach, describe, expect, it } from 'vitest';
import { predictPictures } from '../predict';
import { createRegionFixture } from '../testing/regionFixture';
import { type AttemptRecord, attemptTask, readLines, type TaskFixture } from '../testing/taskFixture';

const base = { task: 'classical', dataset: { name: 'plates' } };
const threshold = { kind: 'threshold', method: 'otsu', polarity: 'dark' };
const template = { kind: 'template', tolerance: 40, edgeTolerance: 0, maxShift: 2 };

const fixtures: TaskFixture[] = [];
afterEach(async () => {
  for (const fixture of fixtures.splice(0)) await fixture.remove();
});

async function fixtureOf(options: Parameters<typeof createRegionFixture>[0]): Promise<TaskFixture> {
  const fixture = await createRegionFixture(options);
  fixtures.push(fixture);
  return fixture;
}

async function predictionsOf(fixture: TaskFixture, run: AttemptRecord) {
  const [header, ...lines] = await readLines(fixture.artifacts, run.artifact('predictions')?.digest ?? '');
  return { header: PredictionsHeader.parse(header), lines: lines.map((line) => Prediction.parse(line)) };
}

async function predictWith(fixture: TaskFixture, run: AttemptRecord, options: { path: string; templates?: string[] }) {
  const bytes = await fixture.artifacts.read(run.artifact('model')?.digest ?? '');
  const bundle = ModelBundle.parse(JSON.parse(bytes.toString('utf8')));
  const tensors = await fixture.artifacts.read(bundle.tensors);
  const { path, templates } = options;
  const maskDir = join(fixture.folder, 'masks');
  return (await predictPictures({ bundle, tensors, paths: [path], maskDir, templates }))[0];
}

/** Writes a stored picture as a file. */
async function fileOf(fixture: TaskFixture, digest: string, name: string): Promise<string> {
  await mkdir(fixture.folder, { recursive: true });
  const path = join(fixture.folder, name);
  await writeFile(path, await fixture.artifacts.read(digest));
  return path;
}

describe('regions to masks', () => {
  it('measures all pixels of a split, and its stored model draws the same mask', async () => {
    const fixture = await fixtureOf({ annotations: 'masks' });
    // The sound stripe is as dark as a defect: regions as large as it do not count.
    const run = await attemptTask(fixture, { ...base, regions: { output: 'masks', from: threshold, maxArea: 100 } });
    expect(run.figures['test/iou/mean']).toBe(1);
    expect(run.figures['test/iou/class:defect']).toBe(1);
    expect(run.figures['validation/pixelAccuracy']).toBe(1);
    const { header, lines } = await predictionsOf(fixture, run);
    expect(header).toMatchObject({
      output: 'masks',
      classes: ['background', 'defect'],
      protocol: { name: 'segmentation' },
    });
    expect(lines).toHaveLength(4);
    const line = lines.find(({ path }) => path === 'test/defect/0.png');
    expect(line?.mask).toBe(line?.truth.mask);
    const path = await fileOf(fixture, line?.item ?? '', 'plate.png');
    const answer = await predictWith(fixture, run, { path });
    expect(answer).toMatchObject({ class: 'defect', maskClasses: ['background', 'defect'], threshold: 0 });
    const [stored, written] = await Promise.all([
      fixture.artifacts.read(line?.mask ?? ''),
      readFile(answer?.mask ?? ''),
    ]);
    expect((await decodePicture(written)).data).toEqual((await decodePicture(stored)).data);
    const sound = lines.find(({ path: of }) => of === 'test/good/1.png');
    const good = await predictWith(fixture, run, { path: await fileOf(fixture, sound?.item ?? '', 'sound.png') });
    expect(good).toMatchObject({ class: 'good', scores: {} });
  });

  it('measures the pictures of its fold, and no others', async () => {
    const fixture = await fixtureOf({ annotations: 'masks' });
    const fold = { of: 2, index: 1, repeat: 1, seed: 3, groupBy: 'group', validation: 0.25 } as const;
    const run = await attemptTask(fixture, { ...base, fold, regions: { output: 'masks', from: threshold } });
    const { lines } = await predictionsOf(fixture, run);
    const { manifest } = foldManifest(fixture.manifest, fold);
    const wanted = manifest.items.filter(({ split }) => split === 'test').map(({ path }) => path);
    expect(lines.map(({ path }) => path)).toEqual(wanted);
    expect(wanted.some((path) => !path.startsWith('test/'))).toBe(true);
  });

  it('chooses its parameters on training pictures, and says what they reach', async () => {
    const fixture = await fixtureOf({ annotations: 'masks' });
    const logs: string[] = [];
    // A level below all pixels finds nothing; 60 grey levels nearer it parts ground and defects.
    const regions = {
      output: 'masks',
      from: { kind: 'threshold', method: 'fixed', level: 30 },
      maxArea: 100,
      search: { offsets: [-60, -10], minAreas: [8, 30, 90] },
    };
    const run = await attemptTask(fixture, { ...base, regions }, { onLog: (message) => logs.push(message) });
    expect(run.figures['test/iou/mean']).toBe(1);
    expect(logs.find((message) => message.includes('pairs tried'))).toMatch(
      /^12 pairs tried on 4 train pictures: offset -60 and minArea 16 reach iou\/mean 1.0000 there, the config's own 0.4\d+$/,
    );
    expect((await predictionsOf(fixture, run)).header.threshold).toBe(-60);
  });

  it('tells classes apart by shape where its learner is asked to, and leaves the sound stripe out', async () => {
    const fixture = await fixtureOf({ annotations: 'masks', perSplit: { train: 12, test: 6 } });
    const learner = { kind: 'linearSvm', c: 1 };
    const run = await attemptTask(fixture, {
      ...base,
      learner,
      regions: { output: 'masks', from: threshold, classes: 'learner' },
    });
    const { header } = await predictionsOf(fixture, run);
    expect(header).toMatchObject({ classes: ['background', 'hole', 'scratch'], scores: 'decision' });
    expect(run.figures['test/iou/class:hole']).toBe(1);
    expect(run.figures['test/iou/class:scratch']).toBe(1);
    const item = fixture.manifest.items.find(({ path }) => path === 'test/defect/0.png');
    const answer = await predictWith(fixture, run, { path: await fileOf(fixture, item?.picture ?? '', 'plate.png') });
    expect(Object.keys(answer?.scores ?? {}).sort()).toEqual(['hole', 'scratch']);
  });
});

describe('regions to boxes', () => {
  const regions = { output: 'boxes', from: template, minArea: 12 };

  it('finds what differs from the template, and measures it as COCO does', async () => {
    const fixture = await fixtureOf({ annotations: 'boxes', hasTemplates: true });
    const run = await attemptTask(fixture, { ...base, regions });
    expect(run.figures).toMatchObject({
      'test/ap': 1,
      'test/ap50/class:defect': 1,
      'test/precision': 1,
      'test/recall': 1,
    });
    const { header, lines } = await predictionsOf(fixture, run);
    expect(header).toMatchObject({ output: 'boxes', classes: ['defect'], scores: 'contrast' });
    const line = lines.find(({ path }) => path === 'test/defect/0.png');
    expect(line?.boxes?.map(({ x, y, w, h }) => ({ x, y, w, h })).sort((a, b) => a.x - b.x)).toEqual([
      { x: 6, y: 8, w: 7, h: 7 },
      { x: 20, y: 24, w: 20, h: 3 },
    ]);
    const item = fixture.manifest.items.find(({ path }) => path === 'test/defect/0.png');
    const path = await fileOf(fixture, item?.picture ?? '', 'plate_test.png');
    await expect(predictWith(fixture, run, { path })).rejects.toThrow(/--template FILE/);
    const neighbour = await fileOf(fixture, item?.partner?.template ?? '', 'plate_temp.png');
    const answer = await predictWith(fixture, run, { path });
    expect(answer?.boxes).toHaveLength(2);
    expect(answer).toEqual(await predictWith(fixture, run, { path, templates: [neighbour] }));
    await expect(predictWith(fixture, run, { path, templates: [neighbour, neighbour] })).rejects.toThrow(
      /2 templates for 1/,
    );
  });

  it('takes boxes from masks where there are no others', async () => {
    const fixture = await fixtureOf({ annotations: 'masks' });
    const run = await attemptTask(fixture, {
      ...base,
      regions: { output: 'boxes', from: threshold, maxArea: 100, minArea: 12 },
    });
    expect(run.figures['test/ap']).toBe(1);
  });

  it('stops between two pictures', async () => {
    const fixture = await fixtureOf({ annotations: 'boxes', hasTemplates: true });
    const run = await attemptTask(fixture, { ...base, regions }, { stopAtPicture: 1 });
    expect(run.stopped).toBe('cancel');
    expect(run.artifact('predictions')).toBeUndefined();
  });
});

it.each([
  [
    'masks of a set that has boxes',
    { annotations: 'boxes' },
    { output: 'masks', from: threshold },
    /boxes, but no masks.*regions.output/,
  ],
  [
    'boxes of a set that has nothing',
    { annotations: 'none' },
    { output: 'boxes', from: threshold },
    /no picture has a box or a mask/,
  ],
  ['templates that are not there', { annotations: 'boxes' }, { output: 'boxes', from: template }, /0.png.*no template/],
  [
    'a search where no picture is annotated',
    { annotations: 'masks', perSplit: { test: 4 } },
    { output: 'masks', from: threshold, search: {} },
    /no picture of the split "train" has masks, which regions.search needs.*assay dataset split plates/,
  ],
] as const)('refuses %s', async (_, options, regions, message) => {
  const fixture = await fixtureOf(options);
  await expect(attemptTask(fixture, { ...base, regions })).rejects.toThrow(message);
});
